/** Text over several rows, broken between words. */
import { textWidth, truncateEnd } from '../../terminal/text-width.ts';

/**
 * At most `maxRows` rows of at most `width` cells; what does not fit ends in an ellipsis. A word that is wider than a row,
 * such as an image with its digest, is broken where the row ends.
 */
export function wrapText(text: string, width: number, maxRows: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows[rows.length - 1];
    const joined = last === undefined ? word : `${last} ${word}`;
    const mustStay = last === undefined || rows.length === maxRows || textWidth(joined) <= width;
    const isBroken = textWidth(word) > width && rows.length < maxRows;
    if (isBroken) rows.splice(-1, 1, ...brokenAfter(last, word, width));
    else if (mustStay) rows[Math.max(0, rows.length - 1)] = joined;
    else rows.push(word);
  }
  return inRows(rows, maxRows).map((row) => truncateEnd(row, width));
}

/** It begins in the row before it where there is room for more than a few of its letters. */
function brokenAfter(last: string | undefined, word: string, width: number): readonly string[] {
  if (last === undefined) return brokenText(word, width);
  const hasRoom = width - textWidth(last) > leastLetters;
  return hasRoom ? brokenText(`${last} ${word}`, width) : [last, ...brokenText(word, width)];
}

const leastLetters = 12;

/** What a broken word takes beyond the last row stands in it, to be cut there. */
function inRows(rows: readonly string[], maxRows: number): readonly string[] {
  return rows.length <= maxRows ? rows : [...rows.slice(0, maxRows - 1), rows.slice(maxRows - 1).join('')];
}

/** The same with a first row of another width than those after it, as where they are indented. */
export function wrapHanging(
  text: string,
  { first, rest, maxRows }: { readonly first: number; readonly rest: number; readonly maxRows: number },
): string[] {
  const [head = ''] = wrapText(text, first, Number.MAX_SAFE_INTEGER);
  // A head that was cut ends in an ellipsis: then there is no telling where the rest begins.
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
