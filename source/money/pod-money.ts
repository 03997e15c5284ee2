/** What one pod costs, has cost and has wasted. Pure. */
import type { Fleet, PodEntry } from '../fleet/fleet.ts';
import type { BilledSums, PodActivity, SeenSum } from '../fleet/money.ts';
import { stoppedCostPerHourDollars } from '../fleet/pod.ts';
import { billedPerHourDollars } from '../fleet/questions.ts';
import { clockText, dayStartMs, monthStartMs } from './days.ts';
import {
  billedFigure,
  currentSums,
  listed,
  type MoneyFigure,
  seenFigure,
  unknown,
  whyNoBilling,
} from './figure.ts';
import { stoppedSinceOf } from './stopped-since.ts';

export type PodMoney = {
  readonly id: string;
  readonly name: string;
  /** null: it is not in the account any more. */
  readonly entry: PodEntry | null;
  readonly perHour: MoneyFigure;
  /** What would go on being billed were it stopped. */
  readonly storagePerHour: MoneyFigure;
  readonly today: MoneyFigure;
  readonly month: MoneyFigure;
  readonly activity: PodActivity;
  readonly wastedToday: MoneyFigure;
  /** null: it is not stopped. */
  readonly stoppedSince: { readonly atMs: number; readonly isExact: boolean } | null;
};

/** Those of the account, and what was billed or seen of others this month. */
export function podsOf(fleet: Fleet, nowMs: number): readonly PodMoney[] {
  const ids = new Set([
    ...[...fleet.pods.values()].filter(({ pod }) => pod.provider === 'runpod').map(({ pod }) => pod.id),
    ...(currentSums(fleet.money.billedMonth, monthStartMs(nowMs))?.pods.keys() ?? []),
    ...(currentSums(fleet.money.billedToday, dayStartMs(nowMs))?.pods.keys() ?? []),
    ...fleet.money.seen.keys(),
  ]);
  return [...ids].map((id) => podMoney(fleet, id, nowMs));
}

export function podMoney(fleet: Fleet, id: string, nowMs: number): PodMoney {
  const entry = fleet.pods.get(id) ?? null;
  const seen = fleet.money.seen.get(id) ?? null;
  const { billedToday, billedMonth } = fleet.money;
  const stoppedSince = entry === null ? null : stoppedSinceOf(entry, seen);
  return {
    id,
    name: entry?.pod.name ?? seen?.name ?? id,
    entry,
    perHour:
      entry === null
        ? unknown('it is not in the account any more')
        : listed(entry, billedPerHourDollars(entry)),
    storagePerHour:
      entry === null
        ? unknown('it is not in the account any more')
        : listed(entry, stoppedCostPerHourDollars(entry.pod)),
    today: spentBy(id, currentSums(billedToday, dayStartMs(nowMs)), seen?.today ?? null, fleet),
    month: spentBy(id, currentSums(billedMonth, monthStartMs(nowMs)), seen?.month ?? null, fleet),
    activity:
      entry === null
        ? { kind: 'off' }
        : (seen?.activity ?? { kind: 'unknown', because: 'it was not watched yet' }),
    wastedToday: wastedOf(seen?.today ?? null),
    stoppedSince,
  };
}

function spentBy(id: string, sums: BilledSums | null, seen: SeenSum | null, fleet: Fleet): MoneyFigure {
  const billed = sums?.pods.get(id);
  if (sums !== null && billed !== undefined) return billedFigure(sums, billed.dollars);
  if (sums !== null)
    return unknown(`nothing was billed for it until ${clockText(sums.untilMs, sums.readAtMs)}`);
  if (seen?.spentDollars == null) return unknown(whyNoBilling(fleet));
  return seenFigure(seen, seen.spentDollars, seen.untilMs - seen.fromMs - seen.seenMs);
}

/** Billing knows nothing of idleness: what was wasted is always what was seen. */
function wastedOf(seen: SeenSum | null): MoneyFigure {
  if (seen?.wastedDollars == null) return unknown('it was not watched today');
  if (seen.idleMs === 0 && seen.untoldMs > 0 && seen.untoldMs >= seen.seenMs)
    return unknown('nobody could tell whether it was idle');
  return seenFigure(seen, seen.wastedDollars, seen.untoldMs + (seen.untilMs - seen.fromMs - seen.seenMs));
}
