/** Text over several rows, broken between words. */
import { textWidth, truncateEnd } from '../../terminal/text-width.ts';

/** At most `maxRows` rows of at most `width` cells; what does not fit ends in an ellipsis. */
export function wrapText(text: string, width: number, maxRows: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows[rows.length - 1];
    const joined = last === undefined ? word : `${last} ${word}`;
    const mustStay = last === undefined || rows.length === maxRows || textWidth(joined) <= width;
    if (mustStay) rows[Math.max(0, rows.length - 1)] = joined;
    else rows.push(word);
  }
  return rows.map((row) => truncateEnd(row, width));
}
