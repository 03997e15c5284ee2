/** A command of the command line: words, flags, and what it does. Heavy rooms are loaded inside `run`, when they are needed. */
import type { FlagName, Flags } from './flags.ts';

export type Command = {
  /** "pods list". The empty string is the console itself. */
  readonly words: string;
  readonly aliases: readonly string[];
  /** What follows the words, e.g. "NAME". */
  readonly argumentsHelp: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly summary: string;
  readonly flags: readonly FlagName[];
  /** What a flag means here, where that is something else than the table of flags says of most commands. */
  readonly flagsMean?: Readonly<Partial<Record<FlagName, string>>>;
  /** Gives the exit code: one of exitCodes, or that of a command that was run in a pod. */
  run(context: CommandContext): Promise<number>;
};

export type CommandContext = {
  readonly arguments: readonly string[];
  readonly flags: Flags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** Data. Resolves false when the reader has gone. */
  readonly print: (text: string) => void;
  /** Messages for people. */
  readonly say: (text: string) => void;
  /** Whether standard output is a terminal. */
  readonly interactive: boolean;
  readonly columns: number;
  readonly nowMs: () => number;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** What the console is to tell in its output pane beside the fleet's own news; called when it is open. */
  readonly news?: (tell: (text: string) => void) => void;
};
