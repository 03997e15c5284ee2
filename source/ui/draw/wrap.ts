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

/** The same with a first row of another width than those after it, as where they are indented. */
export function wrapHanging(
  text: string,
  { first, rest, maxRows }: { readonly first: number; readonly rest: number; readonly maxRows: number },
): string[] {
  const [head = ''] = wrapText(text, first, Number.MAX_SAFE_INTEGER);
  // A first word that is too long is cut by itself: then there is no telling where the rest begins.
  if (!text.startsWith(head)) return wrapText(text, Math.min(first, rest), maxRows);
  const tail = text.slice(head.length).trimStart();
  return tail === '' ? [head] : [head, ...wrapText(tail, rest, maxRows - 1)];
}

/** Broken anywhere, nothing left out: for a command, of which every character counts. */
export function brokenText(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const character of text) {
    if (row !== '' && textWidth(row + character) > width) {
      rows.push(row);
      row = '';
    }
    row += character;
  }
  return [...rows, row];
}
