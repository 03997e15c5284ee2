/** A text in rows of so many cells: where each begins and ends. */
import { textCells } from '../../../terminal/text-cells.ts';

export type Piece = { readonly from: number; readonly to: number };

/** At most `maxRows`; a text of no cells has one row. @param skip Cells that stand to the left of what is seen. */
export function brokenRows(
  text: string,
  { width, maxRows, skip }: { readonly width: number; readonly maxRows: number; readonly skip: number },
): readonly Piece[] {
  const rows: Piece[] = [];
  let from = -1;
  let used = 0;
  let passed = 0;
  let at = 0;
  for (const cell of textCells(text)) {
    if (passed < skip) {
      passed += cell.width;
    } else {
      if (from < 0) from = at;
      if (used + cell.width > width) {
        rows.push({ from, to: at });
        if (rows.length >= maxRows) return rows;
        from = at;
        used = 0;
      }
      used += cell.width;
    }
    at += cell.text.length;
  }
  return from < 0 ? [{ from: text.length, to: text.length }] : [...rows, { from, to: text.length }];
}
