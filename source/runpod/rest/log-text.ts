/** The text of a log's line, fit for a terminal. */
import type { CleanText } from '../clean-text.ts';

const longestLine = 16 * 1024;
/** Select Graphic Rendition (ECMA-48, 8.3.117): colours and weights, which change nothing but looks. */
const colour = /(\x1b\[[0-9;:]{0,40}m)/;

/** One line of a log, fit for a terminal: its colours stay, every other control goes. */
export function logText(raw: string, clean: CleanText): string {
  const line = raw.replace(/[\r\n]+$/, '');
  if (line.length <= longestLine && !line.includes('\x1b')) return clean(line, longestLine);
  let text = '';
  for (const [index, piece] of line
    .slice(0, 2 * longestLine)
    .split(colour)
    .entries()) {
    const room = longestLine - text.length;
    if (index % 2 === 0) text += clean(piece, room);
    else if (piece.length <= room) text += piece;
  }
  return text;
}
