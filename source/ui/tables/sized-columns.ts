/** How wide each column of a table is now: one with nothing in it gives up its room, and the last one takes what is left. */
import { spansWidth } from '../draw/paint.ts';
import type { ChosenSort } from '../state/tables-view.ts';
import type { Table, TableColumn, TableRow } from './table.ts';

export type SizedColumn = {
  readonly column: TableColumn;
  /** Its place among the cells of a row. */
  readonly index: number;
  readonly width: number;
};

/** In front of the first column: the cursor, the sign of the row, a space. */
const marginWidth = 3;

/** @param rows All that the filter lets through, seen or not: scrolling must not move the columns. */
export function sizedColumns(
  { columns }: Table,
  rows: readonly TableRow[],
  { page, sort }: { readonly page: number; readonly sort: ChosenSort },
): readonly SizedColumn[] {
  const shown = columns
    .map((column, index): SizedColumn => ({ column, index, width: column.width(page) }))
    .filter(({ column, index, width }) => width > 0 && (isFilled(index, rows) || isSorted(column, sort)));
  const last = shown.at(-1);
  if (last === undefined || last.column.align === 'right') return shown;
  const used = shown.reduce((sum, { width }) => sum + width + 1, marginWidth);
  return [...shown.slice(0, -1), { ...last, width: last.width + Math.max(0, page - used) }];
}

/** Where there are no rows, every column is still to be filled. */
function isFilled(index: number, rows: readonly TableRow[]): boolean {
  return rows.length === 0 || rows.some(({ cells }) => spansWidth(cells[index] ?? []) > 0);
}

function isSorted({ sort }: TableColumn, { word }: ChosenSort): boolean {
  return sort !== undefined && sort.word === word;
}
