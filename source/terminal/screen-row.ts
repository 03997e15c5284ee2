import { isPlainCell } from './character-width.ts';
import { blankStyle, type SgrStyle, styleAfter } from './sgr-style.ts';
import { cellAt } from './text-cells.ts';

/**
 * One row of the screen by columns. The second column of a wide character holds an empty text. Columns after the last
 * are plain blanks, and the last one is none.
 */
export type ScreenRow = { readonly texts: readonly string[]; readonly styles: readonly SgrStyle[] };

export const blankRow: ScreenRow = { texts: [], styles: [] };

/** A line with SGR sequences as cells, cut at `columns`. Other escape sequences and controls are left out. */
export function screenRow(line: string, columns: number): ScreenRow {
  const texts: string[] = [];
  const styles: SgrStyle[] = [];
  let style = '';
  let onBlank = '';
  let position = 0;
  while (position < line.length && texts.length < columns) {
    if (isPlainCell(line.charCodeAt(position)) && !mayJoin(line.charCodeAt(position + 1))) {
      const text = line.charAt(position++);
      texts.push(text);
      styles.push(text === ' ' ? onBlank : style);
      continue;
    }
    const cell = cellAt(line, position);
    position += cell.text.length;
    if (cell.isEscape) {
      style = styleAfter(style, cell.text);
      onBlank = blankStyle(style);
    } else if (cell.width > 0) {
      place(cell);
    }
  }
  trimBlanks({ texts, styles });
  return { texts, styles };

  function place({ text, width }: { text: string; width: number }): void {
    // Half of a wide character cannot be drawn, so at the edge a blank stands for it.
    const isCut = texts.length + width > columns;
    texts.push(isCut ? ' ' : text);
    styles.push(style);
    if (width === 2 && !isCut) {
      texts.push('');
      styles.push(style);
    }
  }
}

/** Whether the unit may be a mark on the character before it; NaN, after the end, is none. */
function mayJoin(code: number): boolean {
  return code >= 0x300 && !isPlainCell(code);
}

function trimBlanks({ texts, styles }: { texts: string[]; styles: SgrStyle[] }): void {
  while (texts.length > 0 && texts.at(-1) === ' ' && styles.at(-1) === '') {
    texts.pop();
    styles.pop();
  }
}
