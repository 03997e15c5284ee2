/** A pane draws itself as rows: pure, from the frame and its place. */
import type { Frame } from '../frame.ts';
import type { Placed, Rect } from '../layout/rect.ts';

export type DrawPane = (frame: Frame, placed: Placed) => readonly string[];

/** Exactly as many rows as the pane is high: the rest is cut off, or left blank. */
export function filledRows(rows: readonly string[], { width, height }: Rect): string[] {
  const blank = ' '.repeat(width);
  return Array.from({ length: height }, (_, index) => rows[index] ?? blank);
}
