/** A connection to one pod for what is done there once: commands, scripts, jobs of the agent. */
import type { ChannelEnd } from './channel.ts';
import type { Extras, Transport } from './connection-types.ts';
import type { Outcome, SshFailure } from './failure.ts';
import type { ScriptRun } from './run-script.ts';
import type { LinkTarget } from './telemetry.ts';
import type { TrustNote } from './trust-verdict.ts';

/** How a verb of the agent is run there, as the beginning of a shell line: "pod-agent", or an uploaded one by its path. */
export type AgentCall = {
  readonly line: (verb: string) => string;
  /** `installed`: the image's own, which may be older than this console. */
  readonly origin?: 'installed' | 'own';
  /** As it says itself, such as "0.1.0". */
  readonly version?: string;
};

export type PodCommand = {
  /** Writes to its standard input. Resolves when more may be written; false when nobody reads any more. */
  send?(bytes: Uint8Array | string): Promise<boolean>;
  /** Ends its standard input. */
  endInput(): void;
  /** Ends the command's streams. One that takes no notice is not waited for. */
  close(): void;
  /** Without an exit code and a signal where it was closed, or the connection lost. */
  readonly ended: Promise<ChannelEnd>;
};

/** `shell`, `openStream` and `shellProgram` are there where the door's transport can do them. */
export type PodDoor = Extras & {
  /** Absent where nobody asks, as behind a door that is opened late. */
  readonly transport?: Transport;
  /** How many terminals it holds in the pod; absent where commands need none. */
  terminalCount?(): number;
  /**
   * The agent of the pod, or this console's own, uploaded. null where there is no Node of 18 or later. Asked once.
   *
   * @param options.own This console's own in any case, for a verb that the image's agent is too old to know.
   */
  agent(options?: { readonly own?: boolean }): Promise<Outcome<AgentCall | null>>;
  /** Runs a line of the login shell and hands on its output, raw. The shell's own noise may come before it. */
  run(options: {
    readonly command: string;
    readonly onStdout: (bytes: Buffer) => void;
    readonly onStderr?: (bytes: Buffer) => void;
  }): Promise<Outcome<PodCommand>>;
  /** Runs a POSIX script to its end by `sh -s`. One that prints more than `maxOutputBytes` is cut off and ended. */
  script(options: {
    readonly text: string;
    readonly timeoutMs: number;
    readonly maxOutputBytes: number;
    /** Printed by the script when it is done: what still holds its streams is not waited for. */
    readonly until?: string;
  }): Promise<Outcome<ScriptRun>>;
  /** What the operator should hear: of the host key, and why no agent runs there. Grows while the door is used. */
  readonly notes?: readonly TrustNote[];
  /** Resolves when the connection is gone, with the reason. */
  readonly closed: Promise<SshFailure>;
  close(): Promise<void>;
};

export type PodDoors = {
  /** Connects, authenticates, and makes sure that the pod is the one that was meant. The signal ends only the opening. */
  open(target: LinkTarget, signal: AbortSignal): Promise<Outcome<PodDoor>>;
  close(): Promise<void>;
};
