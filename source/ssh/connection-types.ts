/**
 * What every way over SSH gives, so that gauges, checks and jobs never ask which one carries them: commands always;
 * an interactive shell, a forwarded stream, or a program that takes the terminal where the way can do it.
 */
import type { Duplex } from 'node:stream';
import type { Channel, ChannelEnd, ExecOptions } from './channel.ts';
import type { Outcome, SshFailure } from './failure.ts';

/**
 * `ssh2`: this program's own SSH. `system`: the operator's `ssh` with one master process. `pty`: a shell on a
 * terminal, for RunPod's proxy, which runs no commands by themselves.
 */
export type Transport = 'ssh2' | 'system' | 'pty';

/** What a transport cannot do, for the few who have to do otherwise then. */
export type Capabilities = {
  /** False: standard error comes mixed into standard output. */
  readonly stderr: boolean;
  /** False: a command's end by a signal is told as an exit code (128 and the signal's number) or not at all. */
  readonly signal: boolean;
  /** False: `openStream` is a failure that says why. */
  readonly forward: boolean;
  /** How many commands run at once on one connection; more are refused, or wait. null: as many as sshd lets. */
  readonly concurrentCommands: number | null;
};

export type WindowSize = { readonly columns: number; readonly rows: number };

export type ShellOptions = {
  readonly window: WindowSize;
  /** The terminal's kind, as in TERM, e.g. "xterm-256color". */
  readonly term: string;
  /** Run on the terminal in place of the login shell; null: the login shell. */
  readonly command: string | null;
  /** Most servers take only LANG and LC_*, and say nothing of what they drop. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Raw, escape sequences and all: it is the caller's to filter. */
  onOutput(bytes: Buffer): void;
};

export type ShellChannel = {
  /** False: what is written now is held back; wait a moment before the next. Never throws. */
  send(bytes: Uint8Array | string): boolean;
  resize(window: WindowSize): void;
  close(): void;
  /** Resolves once, after the last byte of output. */
  readonly ended: Promise<ChannelEnd>;
};

/** Where a forwarded stream ends, as the pod sees it. */
export type StreamTarget =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** A program that the terminal is handed to. */
export type ShellProgram = { readonly file: string; readonly arguments: readonly string[] };

/** What a connection may offer beside commands; a door passes it on. */
export type Extras = {
  /** An interactive shell, or a command, on a terminal of its own. */
  shell?(options: ShellOptions): Promise<Outcome<ShellChannel>>;
  /** Connects to `target` from the pod. The caller ends the stream, and listens for its errors. */
  openStream?(target: StreamTarget): Promise<Outcome<Duplex>>;
  /** For a shell that only a program of its own can give (the system's ssh). null: use `shell`. */
  shellProgram?(command: string | null): ShellProgram | null;
};

export type Connection = Extras & {
  /** How many terminals it holds there; absent where commands need none. */
  terminalCount?(): number;
  readonly transport: Transport;
  readonly capabilities: Capabilities;
  exec(options: ExecOptions): Promise<Outcome<Channel>>;
  /** Resolves once, when the connection is gone, with the reason. */
  readonly closed: Promise<SshFailure>;
  /** At once, whatever is under way. */
  destroy(): void;
};
