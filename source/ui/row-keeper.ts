/**
 * The list's rows, worked out again only as far as something has changed: a row once a second for each pod that has
 * news, the order when rows change, the filter when it or the rows do. A key press in a large fleet works out nothing.
 */
import { parseFilter } from '../fleet/filter/parse.ts';
import type { Fleet, PodEntry } from '../fleet/fleet.ts';
import { type PodRow, podRow, type Sort, sortRows } from '../fleet/questions.ts';
import { type Totals, totalsOf } from './totals.ts';

export type RowRequest = {
  readonly fleet: Fleet;
  readonly nowMs: number;
  readonly sort: Sort;
  readonly filter: string;
};

export type KeptRows = {
  readonly rows: readonly PodRow[];
  readonly podIds: readonly string[];
  readonly totals: Totals;
};

export type RowKeeper = { rowsOf(request: RowRequest): KeptRows };

export function createRowKeeper(): RowKeeper {
  const made = new WeakMap<PodEntry, { readonly nowMs: number; readonly row: PodRow }>();
  let all: {
    readonly request: RowRequest;
    readonly rows: readonly PodRow[];
    readonly totals: Totals;
  } | null = null;
  let shown: { readonly request: RowRequest; readonly kept: KeptRows } | null = null;

  function rowOf(entry: PodEntry, nowMs: number): PodRow {
    const last = made.get(entry);
    if (last !== undefined && last.nowMs === nowMs) return last.row;
    const row = podRow(entry, nowMs);
    made.set(entry, { nowMs, row });
    return row;
  }

  function allOf(request: RowRequest): { readonly rows: readonly PodRow[]; readonly totals: Totals } {
    if (all !== null && isSameList(all.request, request)) return all;
    const entries = inOrder(request.fleet, all?.rows ?? []);
    const rows = sortRows(
      entries.map((entry) => rowOf(entry, request.nowMs)),
      request.sort,
    );
    all = { request, rows, totals: totalsOf(rows) };
    return all;
  }

  return {
    rowsOf: (request) => {
      if (shown !== null && isSameList(shown.request, request) && shown.request.filter === request.filter)
        return shown.kept;
      const { rows: every, totals } = allOf(request);
      const rows = filtered(every, request);
      shown = { request, kept: { rows, podIds: rows.map((row) => row.id), totals } };
      return shown.kept;
    },
  };
}

function isSameList(left: RowRequest, right: RowRequest): boolean {
  return left.fleet.pods === right.fleet.pods && left.nowMs === right.nowMs && left.sort === right.sort;
}

/** In the order of the rows before: what is nearly sorted is sorted in one pass. */
function inOrder(fleet: Fleet, before: readonly PodRow[]): PodEntry[] {
  const entries: PodEntry[] = [];
  const placed = new Set<string>();
  for (const { id } of before) {
    const entry = fleet.pods.get(id);
    if (entry === undefined) continue;
    entries.push(entry);
    placed.add(id);
  }
  for (const [id, entry] of fleet.pods) if (!placed.has(id)) entries.push(entry);
  return entries;
}

function filtered(rows: readonly PodRow[], { filter, nowMs }: RowRequest): readonly PodRow[] {
  if (filter === '') return rows;
  const parsed = parseFilter(filter);
  return parsed.ok ? rows.filter((row) => parsed.matches(row, nowMs)) : rows;
}
