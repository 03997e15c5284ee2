/** A line of a log as it is kept and shown. */

export const levels = ['none', 'debug', 'info', 'warn', 'error'] as const;
/** `none`: nothing in the line says how bad it is. */
export type LogLevel = (typeof levels)[number];

/** What a source hands on: one line, as it came. */
export type RawLine = {
  /** null: neither the source nor the line tells it. */
  readonly atMs: number | null;
  /** Not yet made safe. Without its line end, and of at most `maxRawLength` characters. */
  readonly text: string;
};

/** A line on its way into the buffer. */
export type ReadLine = {
  readonly atMs: number | null;
  /** Which of the engine's origins (a pod and a source) it came from. */
  readonly origin: number;
  /** One line, safe for a terminal; SGR colours are kept. */
  readonly text: string;
  readonly level: LogLevel;
  /** It belongs to the line before it, as the rows of a traceback do. */
  readonly isContinued: boolean;
};

export type LogLine = ReadLine & {
  /** Counts up from 0 in the order of the merged lines, and is never used anew. */
  readonly id: number;
  /** When it was read; what has no time of its own stands in the order of this. */
  readonly arrivedMs: number;
};

/** A longer line is cut, and says how much of it is left out. */
export const maxLineLength = 16 * 1024;
