/** A text field with its cursor. The terminal's own cursor is hidden, so the cell is drawn. */
import type { Span } from '../draw/paint.ts';
import type { TextField } from '../state/text-field.ts';

/** `errorAt`: from which character on the text cannot be read. */
export function fieldSpans({ text, cursor }: TextField, errorAt: number | null): Span[] {
  const before = text.slice(0, cursor);
  const after = text.slice(cursor);
  if (errorAt === null) return [before, ['▌', 'accent'], after];
  return [
    text.slice(0, Math.min(errorAt, cursor)),
    [text.slice(errorAt, cursor), 'crit'],
    ['▌', 'accent'],
    [after, errorAt <= cursor ? 'crit' : 'text'],
  ];
}
