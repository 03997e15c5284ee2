/** The order of a page that is one table: by a column, or as the table itself has it. Pure. */
import { tableOf } from '../tables/index.ts';
import type { Table, TableRow, TableSort } from '../tables/table.ts';
import { nextOf } from './panes.ts';
import type { ChosenSort } from './tables-view.ts';
import type { View } from './view.ts';

export const ownOrder: ChosenSort = { word: null, reversed: false };

export function sortsOf({ columns }: Pick<Table, 'columns'>): readonly TableSort[] {
  return columns.flatMap(({ sort }) => (sort === undefined ? [] : [sort]));
}

/** Rows of equal value stay as they come. What is not known stands last, whichever way round. */
export function sortedRows(
  rows: readonly TableRow[],
  table: Table,
  { word, reversed }: ChosenSort,
): readonly TableRow[] {
  const sort = sortsOf(table).find((each) => each.word === word);
  if (sort === undefined) return reversed ? [...rows].reverse() : rows;
  const direction = (sort.first === 'least') === reversed ? -1 : 1;
  const rankOf = (row: TableRow): number | string | null => row.values?.[sort.word] ?? null;
  return [...rows].sort((one, other) => {
    const [left, right] = [rankOf(one), rankOf(other)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return direction * compared(left, right);
  });
}

const alphabet = new Intl.Collator('en', { numeric: true });

function compared(left: number | string, right: number | string): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return alphabet.compare(String(left), String(right));
}

export function chosenSort({ tables }: View): ChosenSort {
  return tables.sorts[tables.id] ?? ownOrder;
}

export function sortTable(view: View, sort: ChosenSort): View {
  const { tables } = view;
  return { ...view, prefix: null, tables: { ...tables, sorts: { ...tables.sorts, [tables.id]: sort } } };
}

/** The next column that can be sorted by; the table's own order is one among them. */
export function stepTableSort(view: View, step: 1 | -1): View {
  const table = tableOf(view.tables.id);
  if (table === null) return view;
  const words = [null, ...sortsOf(table).map(({ word }) => word)];
  return sortTable(view, { word: nextOf(words, chosenSort(view).word, step), reversed: false });
}

export function invertTableSort(view: View): View {
  const { word, reversed } = chosenSort(view);
  return sortTable(view, { word, reversed: !reversed });
}
