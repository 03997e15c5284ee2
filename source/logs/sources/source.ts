/** Where lines come from: one log of one pod. */
import type { RawLine } from '../model/line.ts';
import type { SourceState } from '../model/snapshot.ts';

export type SourceListener = {
  /** In their order. The array is not kept by the source. */
  onLines(source: string, lines: readonly RawLine[]): void;
  /** A line of the console's own about the source: a gap, a file that was rotated. */
  onNote(source: string, text: string): void;
  /** null: it is none; other sources stand in its place. */
  onState(source: string, state: SourceState | null): void;
};

export type SourceRequest = {
  /** Lines of before to begin with. */
  readonly tail: number;
  /** Nothing older, where the time is told; null: no limit. */
  readonly sinceMs: number | null;
  readonly follow: boolean;
};
