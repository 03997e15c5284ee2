/** Figures of the whole fleet, whatever the filter. */
import { type ConditionKind, countsOf, type PodRow } from '../fleet/questions.ts';

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

export function totalsOf(rows: readonly PodRow[]): Totals {
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
