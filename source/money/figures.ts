/** All figures of money as they stand at one moment. Pure. */
import type { Fleet } from '../fleet/fleet.ts';
import type { BilledSums } from '../fleet/money.ts';
import { dayStartMs, monthStartMs } from './days.ts';
import { billedFigure, currentSums, type MoneyFigure, sumOf, unknown, whyNoBilling } from './figure.ts';
import { type PodMoney, podsOf } from './pod-money.ts';
import { balanceOf, type Runway, runwayOf, spendOf } from './standing.ts';

export type MoneyReport = {
  readonly atMs: number;
  readonly pods: readonly PodMoney[];
  readonly perHour: MoneyFigure;
  readonly today: MoneyFigure;
  readonly month: MoneyFigure;
  /** Of the fleet's today, what network volumes and the rest cost. */
  readonly volumesToday: MoneyFigure;
  readonly otherToday: MoneyFigure;
  readonly wastedToday: MoneyFigure;
  /** Of the pods that are idle now. */
  readonly wastedPerHour: MoneyFigure;
  /** Of the pods that are stopped. */
  readonly stoppedPerHour: MoneyFigure;
  readonly balance: MoneyFigure;
  readonly spendPerHour: MoneyFigure;
  readonly runway: Runway;
};

export function moneyReport(fleet: Fleet, nowMs: number): MoneyReport {
  const pods = podsOf(fleet, nowMs);
  const here = pods.filter(({ entry }) => entry !== null);
  const idle = here.filter(({ activity }) => activity.kind === 'idle');
  const stopped = here.filter(({ stoppedSince }) => stoppedSince !== null);
  const isTold = here.every(({ activity }) => activity.kind !== 'unknown');
  const billed = currentSums(fleet.money.billedToday, dayStartMs(nowMs));
  const noBilling = whyNoBilling(fleet);
  return {
    atMs: nowMs,
    pods,
    perHour: here.length === 0 ? noneOf(fleet) : sumOf(here.map(({ perHour }) => perHour)),
    ...spentOf(fleet, nowMs, pods),
    volumesToday: billed === null ? unknown(noBilling) : billedFigure(billed, sumOfMap(billed.volumes)),
    otherToday: billed === null ? unknown(noBilling) : billedFigure(billed, billed.otherDollars),
    wastedToday: wastedIn(pods),
    wastedPerHour:
      idle.length === 0 && isTold
        ? noneOf(fleet)
        : sumOf(
            idle.map(({ perHour }) => perHour),
            'no pod is known to be idle',
          ),
    stoppedPerHour: stopped.length === 0 ? noneOf(fleet) : sumOf(stopped.map(({ perHour }) => perHour)),
    balance: balanceOf(fleet),
    spendPerHour: spendOf(fleet, nowMs),
    runway: runwayOf(fleet, nowMs),
  };
}

function spentOf(fleet: Fleet, nowMs: number, pods: readonly PodMoney[]) {
  const { billedToday, billedMonth } = fleet.money;
  return {
    today: totalOf(
      currentSums(billedToday, dayStartMs(nowMs)),
      pods.map(({ today }) => today),
      fleet,
    ),
    month: totalOf(
      currentSums(billedMonth, monthStartMs(nowMs)),
      pods.map(({ month }) => month),
      fleet,
    ),
  };
}

/** What was billed has everything in it; an estimate has the pods alone. */
function totalOf(sums: BilledSums | null, pods: readonly MoneyFigure[], fleet: Fleet): MoneyFigure {
  if (sums !== null) return billedFigure(sums, sums.totalDollars);
  const seen = sumOf(pods, whyNoBilling(fleet));
  if (seen.dollars === null) return seen;
  return { ...seen, without: seen.without ?? 'network volumes and what else the account pays for' };
}

/** Nothing at all, where the list says so. */
function noneOf({ cloud }: Fleet): MoneyFigure {
  if (cloud.kind !== 'live') return unknown('the list of pods was not read');
  const atMs = cloud.answeredAtMs;
  return { dollars: 0, source: 'list', fromMs: atMs, untilMs: atMs, without: null };
}

/** Those that did not run have wasted nothing, and are not missing from it. */
function wastedIn(pods: readonly PodMoney[]): MoneyFigure {
  const asked = pods.filter(
    ({ wastedToday, activity }) => wastedToday.dollars !== null || activity.kind !== 'off',
  );
  const isSeen = asked.some(({ wastedToday }) => wastedToday.dollars !== null);
  if (!isSeen) return unknown('no console has watched a running pod today');
  return sumOf(asked.map(({ wastedToday }) => wastedToday));
}

function sumOfMap(amounts: ReadonlyMap<string, number>): number {
  return [...amounts.values()].reduce((total, dollars) => total + dollars, 0);
}
