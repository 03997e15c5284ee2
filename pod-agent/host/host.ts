/**
 * The door to a machine. Collectors and checks never touch one: they declare sources, and whoever holds a `Host`
 * answers them. There are three: the pod itself, a shell over SSH, and the simulator's machine made of text.
 */

/** When a source is worth asking again: once a run, with each sample, or every `warmEveryMs`. */
export type Cadence = 'once' | 'hot' | 'warm';

export const warmEveryMs = 15_000;

export type Source =
  | FileSource
  | FilesSource
  | FilesystemSource
  | EnvironmentSource
  | CommandSource
  | HttpSource;

/** One file, whole. */
export type FileSource = {
  readonly kind: 'file';
  readonly id: string;
  readonly cadence: Cadence;
  readonly path: string;
};

/** The contents of every file that matches, one after the other, in no particular order. `*` and `[0-9]` within one segment only. */
export type FilesSource = {
  readonly kind: 'files';
  readonly id: string;
  readonly cadence: Cadence;
  readonly glob: string;
};

/**
 * Size of the filesystem that holds `path`, as one line of six numbers:
 * block size in bytes, blocks, free blocks, blocks available to users, inodes, free inodes.
 */
export type FilesystemSource = {
  readonly kind: 'filesystem';
  readonly id: string;
  readonly cadence: Cadence;
  readonly path: string;
  /** A network volume that has gone away blocks for minutes. */
  readonly timeoutMs: number;
};

/** `NAME=value` lines of PID 1's environment (RunPod's variables are nowhere else), only the names asked for. */
export type EnvironmentSource = {
  readonly kind: 'environment';
  readonly id: string;
  readonly cadence: Cadence;
  readonly names: readonly string[];
};

/** A command's output. A command that is not there is `absent`; one that exits non-zero has still answered. */
export type CommandSource = {
  readonly kind: 'command';
  readonly id: string;
  readonly cadence: Cadence;
  readonly argv: readonly [string, ...string[]];
  readonly timeoutMs: number;
};

/**
 * One GET of a port on the machine's own loopback address. Answered with the response as text: status line, headers, an
 * empty line, and the beginning of the body (`maxHttpBodyBytes`).
 */
export type HttpSource = {
  readonly kind: 'http';
  readonly id: string;
  readonly cadence: Cadence;
  readonly port: number;
  readonly path: string;
  readonly timeoutMs: number;
};

export const maxHttpBodyBytes = 8192;

export type Answer =
  | {
      readonly ok: true;
      readonly text: string;
      /** Commands only. */
      readonly exitCode?: number;
      /** Commands only: what it printed to standard error. */
      readonly errorText?: string;
      /** GETs only, and only where it was measured: milliseconds until the answer began. */
      readonly tookMs?: number;
    }
  | {
      readonly ok: false;
      readonly reason: 'absent' | 'denied' | 'timeout' | 'failed';
      readonly message: string;
    };

/** Answers by source id. A source that was not asked this time is left out. */
export type Answers = Readonly<Record<string, Answer>>;

/** A command that runs on and prints as it goes, such as `nvidia-smi --loop-ms`. */
export type Following = { stop(): void };

export type FollowOptions = {
  readonly argv: readonly [string, ...string[]];
  /** Lines without their newline, of standard output and standard error both. */
  onLine(line: string, stream: 'stdout' | 'stderr'): void;
  /** Called once, also when the command could not be started. */
  onEnd(end: { readonly exitCode: number | null; readonly message: string }): void;
};

export type Host = {
  answer(source: Source): Promise<Answer>;
  follow(options: FollowOptions): Following;
  /** Milliseconds since the epoch, by the machine's own clock. */
  wallMs(): number;
  /** Never jumps; for rates and deadlines. */
  monotonicMs(): number;
};
