/** The pages that are one table: which rows are shown, which is selected, and what is done on them. */
import { tableOf, tables } from '../tables/index.ts';
import type { TableFacts, TableRow } from '../tables/table.ts';
import type { Ask, Movement } from './action.ts';
import { movedIndex } from './movement.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import { nextOf } from './panes.ts';
import type { Situation } from './situation.ts';
import { ownOrder, sortedRows } from './table-sorting.ts';
import type { TableId } from './tables-view.ts';
import { editText, fieldOf, type TextEdit } from './text-field.ts';
import type { View } from './view.ts';

/** Those that every word of the filter stands in. */
export function shownTableRows({ tables: view }: View, facts: TableFacts): readonly TableRow[] {
  const table = tableOf(view.id);
  if (table === null) return [];
  const rows = sortedRows(table.rows(facts), table, view.sorts[view.id] ?? ownOrder);
  const words = view.filter.applied.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0
    ? rows
    : rows.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
}

/** 0 where the selected row has gone. */
export function tableIndex({ tables: view }: View, rows: readonly TableRow[]): number {
  const index = rows.findIndex(({ key }) => key === view.selectedKeys[view.id]);
  return Math.max(0, index);
}

export function selectedTableRow(view: View, facts: TableFacts): TableRow | null {
  const rows = shownTableRows(view, facts);
  return rows[tableIndex(view, rows)] ?? null;
}

/** What the page shows is read as it is opened. */
export function openTable(view: View, id: TableId): Outcome {
  const opened: View = {
    ...view,
    page: 'table',
    focus: 'table',
    zoom: 0,
    detail: { ...view.detail, open: false },
    tables: { ...view.tables, id, filter: { field: null, applied: '' } },
  };
  return { view: opened, asks: readsOf(id) };
}

/** Opened again, a group goes on to its next table, as a digit that is pressed again does. */
export function openTableGroup(view: View, group: 'runpod' | 'cost'): Outcome {
  const current = tableOf(view.tables.id);
  if (view.page === 'table' && current?.group === group) return stepTable(view, 1);
  const first = tables.find((table) => table.group === group);
  return first === undefined ? seen(view) : openTable(view, first.id);
}

/** Whether the table that is open is the only one of its page. */
export function isAlone({ tables: { id } }: View): boolean {
  const group = tableOf(id)?.group;
  return tables.filter((table) => table.group === group).length < 2;
}

export function stepTable(view: View, step: 1 | -1): Outcome {
  const group = tableOf(view.tables.id)?.group;
  const ids = tables.filter((table) => table.group === group).map(({ id }) => id);
  return ids.length < 2 ? seen(view) : openTable(view, nextOf(ids, view.tables.id, step));
}

export function readsOf(id: TableId): readonly Ask[] {
  const reads = tableOf(id)?.reads;
  return reads === undefined ? [] : [{ kind: 'read-resource', resource: reads }];
}

export function moveInTable(view: View, by: Movement, situation: Situation): View {
  const rows = shownTableRows(view, situation);
  const pageRows = situation.pageRows.table;
  const row = rows[movedIndex(tableIndex(view, rows), by, { count: rows.length, pageRows })];
  if (row === undefined) return view;
  const { tables: before } = view;
  return { ...view, tables: { ...before, selectedKeys: { ...before.selectedKeys, [before.id]: row.key } } };
}

export function copyTableRow(view: View, situation: Situation): Outcome {
  const row = selectedTableRow(view, situation);
  if (row === null)
    return noticed(view, { level: 'warn', text: 'there is no row to copy', atMs: situation.nowMs });
  return {
    view: { ...view, notice: { level: 'info', text: `copied ${row.key}`, atMs: situation.nowMs } },
    asks: [{ kind: 'copy', text: row.key }],
  };
}

export function openTableFilter(view: View): View {
  return withFilter(view, { ...view.tables.filter, field: fieldOf(view.tables.filter.applied) });
}

export function editTableFilter(view: View, edit: TextEdit): View {
  const { field } = view.tables.filter;
  if (field === null) return view;
  const next = editText(field, edit);
  return withFilter(view, { field: next, applied: next.text });
}

export function acceptTableFilter(view: View): View {
  return withFilter(view, { ...view.tables.filter, field: null });
}

export function clearTableFilter(view: View): View {
  return withFilter(view, { field: null, applied: '' });
}

function withFilter(view: View, filter: View['tables']['filter']): View {
  return { ...view, tables: { ...view.tables, filter } };
}
