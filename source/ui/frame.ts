/** All that one picture of the screen is drawn from. Panes are functions of it and of their rectangle. */
import { parseFilter } from '../fleet/filter/parse.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { type ConditionKind, countsOf, type PodRow, rowsOf } from '../fleet/questions.ts';
import type { Paint } from './draw/paint.ts';
import { type Layout, layoutOf } from './layout/layout.ts';
import type { Size } from './layout/request.ts';
import type { View } from './state/view.ts';

export type Frame = {
  readonly fleet: Fleet;
  readonly view: View;
  /** Of what is shown: while the display is frozen, when it was frozen. */
  readonly nowMs: number;
  /** Of now, frozen or not. */
  readonly clockMs: number;
  readonly size: Size;
  readonly paint: Paint;
  readonly layout: Layout;
  /** Filtered and in order. */
  readonly rows: readonly PodRow[];
  readonly totals: Totals;
  readonly selected: PodRow | null;
};

/** Of the whole fleet, whatever the filter. */
export type Totals = {
  readonly podCount: number;
  readonly counts: Readonly<Record<ConditionKind, number>>;
  readonly gpuCount: number;
  /** Mean of the pods' own means, each with the weight of its cards; stale figures do not count. */
  readonly gpuPercent: number | null;
  readonly powerWatts: number | null;
  readonly costPerHourDollars: number | null;
  readonly idleCostPerHourDollars: number;
  readonly staleCount: number;
  readonly liveLinkCount: number;
  readonly wantedLinkCount: number;
  /** Those with something wrong, worst first. */
  readonly troubled: readonly PodRow[];
};

export type FrameRequest = {
  readonly fleet: Fleet;
  readonly view: View;
  readonly clockMs: number;
  readonly size: Size;
  readonly paint: Paint;
};

export function frameOf({ fleet: presentFleet, view, clockMs, size, paint }: FrameRequest): Frame {
  const fleet = view.frozen?.fleet ?? presentFleet;
  const nowMs = view.frozen?.atMs ?? clockMs;
  const all = rowsOf({ fleet, filter: null, sort: view.list.sort, nowMs });
  const rows = filtered(all, { text: view.filter.applied, nowMs });
  const layout = layoutOf({
    size,
    view: {
      page: view.page,
      focus: view.focus,
      zoom: view.zoom,
      headerMode: view.headerMode,
      detailOpen: view.detail.open,
    },
    podCount: fleet.pods.size,
    welcome: fleet.pods.size === 0,
  });
  const selected = rows.find((row) => row.id === view.list.selectedId) ?? null;
  return { fleet, view, nowMs, clockMs, size, paint, layout, rows, totals: totalsOf(all), selected };
}

function filtered(
  rows: readonly PodRow[],
  { text, nowMs }: { readonly text: string; readonly nowMs: number },
): readonly PodRow[] {
  if (text === '') return rows;
  const parsed = parseFilter(text);
  return parsed.ok ? rows.filter((row) => parsed.matches(row, nowMs)) : rows;
}

function totalsOf(rows: readonly PodRow[]): Totals {
  let gpuCount = 0;
  let measured = 0;
  let percentSum = 0;
  let powerWatts: number | null = null;
  let costPerHourDollars: number | null = null;
  let idleCostPerHourDollars = 0;
  for (const row of rows) {
    const count = row.gpuCount ?? 0;
    if (row.condition.kind !== 'stopped') gpuCount += count;
    if (row.costPerHourDollars !== null)
      costPerHourDollars = (costPerHourDollars ?? 0) + row.costPerHourDollars;
    if (row.condition.kind === 'idle') idleCostPerHourDollars += row.costPerHourDollars ?? 0;
    if (row.stale) continue;
    if (row.powerWatts !== null) powerWatts = (powerWatts ?? 0) + row.powerWatts;
    if (row.gpuPercent === null) continue;
    measured += count;
    percentSum += row.gpuPercent * count;
  }
  const linked = rows.filter((row) => row.entry.pod.state.kind === 'running');
  return {
    podCount: rows.length,
    counts: countsOf(rows),
    gpuCount,
    gpuPercent: measured === 0 ? null : percentSum / measured,
    powerWatts,
    costPerHourDollars,
    idleCostPerHourDollars,
    staleCount: rows.filter((row) => row.condition.kind === 'lost').length,
    liveLinkCount: linked.filter((row) => row.entry.link.kind === 'live').length,
    wantedLinkCount: linked.length,
    troubled: troubledOf(rows),
  };
}

const troubles: readonly ConditionKind[] = ['fail', 'warn', 'lost', 'idle'];

function troubledOf(rows: readonly PodRow[]): PodRow[] {
  const found = rows.filter((row) => troubles.includes(row.condition.kind));
  return found.sort(
    (left, right) =>
      troubles.indexOf(left.condition.kind) - troubles.indexOf(right.condition.kind) ||
      left.name.localeCompare(right.name),
  );
}
