/** A bar in eighths of a cell, with a trough so that its full length is seen. */
import type { Span } from './paint.ts';
import type { Role } from './theme.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const trough = '·';

/** `percent` of `width` cells; an unknown value is a dash, which is not the same as an empty bar. */
export function gauge(percent: number | null, width: number, role: Role = 'gauge'): Span[] {
  if (percent === null) return [[`—${' '.repeat(Math.max(0, width - 1))}`, 'faint']];
  const filled = Math.round((Math.min(100, Math.max(0, percent)) / 100) * width * 8);
  const text = '█'.repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? '');
  return [
    [text, role],
    [trough.repeat(width - text.length), 'faint'],
  ];
}
