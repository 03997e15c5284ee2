/** How wide each column of a table is now: one with nothing in it gives up its room, and all of them fit the page. */
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
  const spare = page - marginWidth - shown.reduce((sum, { width }) => sum + width + 1, 0);
  return spare < 0 ? narrowed(shown, -spare) : lengthened(shown, spare);
}

/** The last one takes what is left; what stands on the right of its column stays where it is. */
function lengthened(shown: readonly SizedColumn[], spare: number): readonly SizedColumn[] {
  const last = shown.at(-1);
  if (last === undefined || last.column.align === 'right') return shown;
  return [...shown.slice(0, -1), { ...last, width: last.width + spare }];
}

/** Cell by cell, the widest gives way: a text that is cut still tells, a number that is cut lies. */
function narrowed(shown: readonly SizedColumn[], missing: number): readonly SizedColumn[] {
  if (missing <= 0) return shown;
  const texts = shown.filter(({ column, width }) => column.align !== 'right' && width > leastWidth);
  const [first, ...others] = texts;
  if (first === undefined) return shown;
  const widest = others.reduce((found, each) => (each.width > found.width ? each : found), first);
  const less = shown.map((each) => (each === widest ? { ...each, width: each.width - 1 } : each));
  return narrowed(less, missing - 1);
}

const leastWidth = 6;

/** Where there are no rows, every column is still to be filled. */
function isFilled(index: number, rows: readonly TableRow[]): boolean {
  return rows.length === 0 || rows.some(({ cells }) => spansWidth(cells[index] ?? []) > 0);
}

function isSorted({ sort }: TableColumn, { word }: ChosenSort): boolean {
  return sort !== undefined && sort.word === word;
}
