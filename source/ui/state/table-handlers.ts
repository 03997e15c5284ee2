/** What the actions of tables do: a part of the reducer's table. */
import type { Action } from './action.ts';
import type { Handlers } from './handlers.ts';
import { seen } from './outcome.ts';
import { openEnding } from './resource-endings.ts';
import { invertTableSort, sortTable, stepTableSort } from './table-sorting.ts';
import {
  acceptTableFilter,
  clearTableFilter,
  copyTableRow,
  openTable,
  openTableFilter,
  openTableGroup,
  stepTable,
} from './tables.ts';

type TableActionKind = Extract<Action['kind'], 'table' | `table-${string}`>;

export const tableHandlers: Pick<Handlers, TableActionKind> = {
  table: (view, { table }) => openTable(view, table),
  'table-group': (view, { group }) => openTableGroup(view, group),
  'table-step': (view, { step }) => stepTable(view, step),
  'table-sort': (view, { word, reversed }) => seen(sortTable(view, { word, reversed })),
  'table-sort-step': (view, { step }) => seen(stepTableSort(view, step)),
  'table-sort-invert': (view) => seen(invertTableSort(view)),
  'table-copy': (view, _action, situation) => copyTableRow(view, situation),
  'table-end': (view, _action, situation) => openEnding(view, situation),
  'table-filter-open': (view) => seen(openTableFilter(view)),
  'table-filter-accept': (view) => seen(acceptTableFilter(view)),
  'table-filter-cancel': (view) => seen(clearTableFilter(view)),
};
