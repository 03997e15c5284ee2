import { isPlainCell } from './character-width.ts';
import type { ScreenRow } from './screen-row.ts';
import { blankStyle, type SgrStyle, switchSequence } from './sgr-style.ts';

/** Where the terminal's drawing stands: the style switched on, and what to write to get there. */
export type Pen = { style: SgrStyle; text: string };

/** A gap of unchanged cells that costs no more to write again than to jump over. */
const maxRewrittenCells = 4;
/** So many blanks cost no less than the sequences that erase them and go on behind them. */
const minErasedCells = 12;

/**
 * Writes with the pen what turns row `number` (counted from 1) from `before` into `after`. Every change is put at an
 * absolute column, so a terminal that draws a character in another width goes wrong in that one place only.
 */
export function writeRowChanges(
  pen: Pen,
  {
    number,
    before,
    after,
  }: { readonly number: number; readonly before: ScreenRow; readonly after: ScreenRow },
): void {
  let isOnRow = false;
  for (let column = nextChange(before, after, 0); column < after.texts.length; ) {
    const end = endOfChange(before, after, column);
    moveTo(column);
    writeCells(pen, { row: after, start: column, end });
    column = nextChange(before, after, end);
  }
  if (before.texts.length > after.texts.length) {
    moveTo(after.texts.length);
    switchTo(pen, '');
    pen.text += '\x1b[K';
  }

  function moveTo(column: number): void {
    pen.text += isOnRow ? toColumn(column) : `\x1b[${number};${column + 1}H`;
    isOnRow = true;
  }
}

function nextChange(before: ScreenRow, after: ScreenRow, start: number): number {
  let column = start;
  while (column < after.texts.length && isSame(before, after, column)) column++;
  return column;
}

/** The column after the last changed cell that is reached over short gaps only. */
function endOfChange(before: ScreenRow, after: ScreenRow, start: number): number {
  let end = start + 1;
  for (;;) {
    while (end < after.texts.length && !isSame(before, after, end)) end++;
    const next = nextChange(before, after, end);
    if (next >= after.texts.length || next - end > maxRewrittenCells) return end;
    end = next;
  }
}

function isSame(before: ScreenRow, after: ScreenRow, column: number): boolean {
  return (
    (before.texts[column] ?? ' ') === after.texts[column] &&
    (before.styles[column] ?? '') === after.styles[column]
  );
}

function writeCells(pen: Pen, { row, start, end }: { row: ScreenRow; start: number; end: number }): void {
  for (let column = start; column < end; column++) {
    const text = row.texts[column] ?? '';
    if (text === '') continue;
    const style = row.styles[column] ?? '';
    if (text === ' ') {
      const blankEnd = endOfBlanks(row, column, end);
      if (style === '' && blankEnd - column >= minErasedCells) {
        erase(pen, { column, end: blankEnd, isLast: blankEnd === end });
        column = blankEnd - 1;
        continue;
      }
      // In the style of its neighbour a blank may look as it should already.
      if (blankStyle(pen.style) !== style) switchTo(pen, style);
    } else {
      switchTo(pen, style);
    }
    pen.text += text;
    // Terminals do not agree on the width of these, so the next one is put where it belongs.
    const isPlain = text.length === 1 && isPlainCell(text.charCodeAt(0));
    if (!isPlain) pen.text += toColumn(column + (row.texts[column + 1] === '' ? 2 : 1));
  }
}

/** The column after the blanks of one style that begin at `column`. */
function endOfBlanks(row: ScreenRow, column: number, end: number): number {
  let after = column + 1;
  while (after < end && row.texts[after] === ' ' && row.styles[after] === row.styles[column]) after++;
  return after;
}

/** Erased cells take the background alone (xterm's "back color erase"), which not all terminals do: only plain ones are. */
function erase(pen: Pen, { column, end, isLast }: { column: number; end: number; isLast: boolean }): void {
  switchTo(pen, '');
  pen.text += `\x1b[${end - column}X${isLast ? '' : toColumn(end)}`;
}

function switchTo(pen: Pen, style: SgrStyle): void {
  pen.text += switchSequence(pen.style, style);
  pen.style = style;
}

function toColumn(column: number): string {
  return `\x1b[${column + 1}G`;
}
