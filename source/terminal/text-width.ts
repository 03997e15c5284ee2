/**
 * The one measure of text for everything that draws: what is cut and padded by these functions stands in its column
 * in the terminal. All of them take one line; escape sequences take no cells and survive a cut, so that a colour
 * opened before the cut is still closed after it.
 */
import { isPlainCell } from './character-width.ts';
import { textCells } from './text-cells.ts';

const ellipsis = '…';

/** Terminal cells that `text` takes. */
export function textWidth(text: string): number {
  const quick = quickWidth(text);
  if (quick !== null) return quick;
  let width = 0;
  for (const cell of textCells(text)) width += cell.width;
  return width;
}

/** `text`, or its beginning and an ellipsis, in at most `width` cells. */
export function truncateEnd(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return cut(text, { headWidth: Math.max(0, width - 1), tailWidth: 0, mark: width < 1 ? '' : ellipsis });
}

/**
 * `text`, or its beginning, an ellipsis and its end, in at most `width` cells. Names of one fleet differ mostly in
 * their last characters, so the end gets the larger half.
 */
export function truncateMiddle(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const room = Math.max(0, width - 1);
  const tailWidth = Math.ceil(room / 2);
  return cut(text, { headWidth: room - tailWidth, tailWidth, mark: width < 1 ? '' : ellipsis });
}

/** `text` with spaces after it to fill `width` cells; longer text is returned as it is. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** `text` with spaces before it to fill `width` cells; longer text is returned as it is. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

/** The width of text made of plain cells and colours; null for any other text. */
function quickWidth(text: string): number | null {
  let width = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isPlainCell(code)) {
      width++;
    } else if (code === 0x1b && text.charCodeAt(index + 1) === 0x5b) {
      index = endOfColour(text, index + 2);
      if (index < 0) return null;
    } else {
      return null;
    }
  }
  return width;
}

/** The index of the `m` that ends a colour sequence whose parameters begin at `start`, or -1. */
function endOfColour(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x6d) return index;
    const isParameter = code >= 0x30 && code <= 0x3b;
    if (!isParameter) return -1;
  }
  return -1;
}

/** Keeps the first and last cells and every escape sequence, with `mark` in place of what is dropped. */
function cut(text: string, keep: { headWidth: number; tailWidth: number; mark: string }): string {
  const cells = [...textCells(text)];
  const headEnd = cellsWithin(cells, keep.headWidth);
  const tailStart = cells.length - cellsWithin(cells.toReversed(), keep.tailWidth);
  let result = '';
  let isMarked = false;
  for (const [index, cell] of cells.entries()) {
    if (cell.isEscape || index < headEnd || index >= tailStart) {
      result += cell.text;
    } else if (!isMarked) {
      result += keep.mark;
      isMarked = true;
    }
  }
  return result;
}

/** How many of the first cells fit into `width`. */
function cellsWithin(cells: readonly { readonly width: number }[], width: number): number {
  let used = 0;
  let count = 0;
  for (const cell of cells) {
    used += cell.width;
    if (used > width) break;
    count++;
  }
  return count;
}
