/** The figures of money, each with where it is from, how old it is and what it covers. What is not known is null. Pure. */
import type { Fleet, PodEntry } from '../fleet/fleet.ts';
import type { BilledSums, PodActivity, SeenSum } from '../fleet/money.ts';
import { stoppedCostPerHourDollars } from '../fleet/pod.ts';
import { billedPerHourDollars } from '../fleet/questions.ts';
import { clockText, dayStartMs, monthStartMs } from './days.ts';
import { stoppedSinceOf } from './stopped-since.ts';

/**
 * `billing`: RunPod's billing records. `account`: RunPod's word on the account. `list`: prices of the list of pods, and
 * RunPod's list prices of storage. `seen`: an estimate from what consoles on this machine saw, by the list's prices.
 */
export type MoneySource = 'billing' | 'account' | 'list' | 'seen';

/** Dollars, or dollars per hour where the name says so. */
export type MoneyFigure =
  | {
      readonly dollars: number;
      readonly source: MoneySource;
      /** It covers this stretch; for what is true of a moment both are that moment. */
      readonly fromMs: number;
      readonly untilMs: number;
      /** What is not in it, and why; null: nothing is missing. */
      readonly without: string | null;
    }
  /** Half a sentence: why it is not known. */
  | { readonly dollars: null; readonly because: string };

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

export type Runway =
  | { readonly hours: number; readonly source: 'account' | 'list'; readonly atMs: number }
  | { readonly hours: null; readonly because: string };

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

/** What the fleet has cost today: what a header has room for. */
export function spentToday(fleet: Fleet, nowMs: number): MoneyFigure {
  return spentOf(fleet, nowMs, podsOf(fleet, nowMs)).today;
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

function podsOf(fleet: Fleet, nowMs: number): readonly PodMoney[] {
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

function listed(entry: PodEntry, dollars: number | null): MoneyFigure {
  if (dollars === null) return unknown('RunPod does not say what it costs');
  return { dollars, source: 'list', fromMs: entry.podAtMs, untilMs: entry.podAtMs, without: null };
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

const worthSayingMs = 60_000;

function seenFigure({ fromMs, untilMs }: SeenSum, dollars: number, missingMs: number): MoneyFigure {
  const without =
    missingMs < worthSayingMs ? null : `${Math.round(missingMs / 60_000)} minutes of which nothing is known`;
  return { dollars, source: 'seen', fromMs, untilMs, without };
}

function billedFigure({ fromMs, untilMs }: BilledSums, dollars: number): MoneyFigure {
  return { dollars, source: 'billing', fromMs, untilMs, without: null };
}

/** Sums of another day or month say nothing of this one. */
function currentSums(sums: BilledSums | null, fromMs: number): BilledSums | null {
  return sums !== null && sums.fromMs === fromMs ? sums : null;
}

function whyNoBilling({ money, cloud }: Fleet): string {
  if (cloud.kind === 'absent') return 'there is no API, so nobody bills';
  if (money.billingFailure?.isUnsupported === true) return "only RunPod's REST v2 tells what was billed";
  if (money.billingFailure !== null) return `billing was not read: ${money.billingFailure.reason}`;
  return 'billing was not read yet';
}

function balanceOf({ account, money }: Fleet): MoneyFigure {
  const dollars = account?.balanceDollars ?? null;
  if (dollars === null || money.accountAtMs === null)
    return unknown("only RunPod's GraphQL tells the balance, and it has not");
  const atMs = money.accountAtMs;
  return { dollars, source: 'account', fromMs: atMs, untilMs: atMs, without: null };
}

/** RunPod's own word has storage in it; the list's prices have that of stopped pods alone. */
function spendOf(fleet: Fleet, nowMs: number): MoneyFigure {
  const dollars = fleet.account?.spendPerHourDollars ?? null;
  const atMs = fleet.money.accountAtMs;
  if (dollars !== null && atMs !== null)
    return { dollars, source: 'account', fromMs: atMs, untilMs: atMs, without: null };
  const runpods = [...fleet.pods.values()].filter(({ pod }) => pod.provider === 'runpod');
  const sum = sumOf(
    runpods.map((entry) => listed(entry, billedPerHourDollars(entry))),
    fleet.cloud.kind === 'live' ? 'the account has no pods' : 'the list of pods was not read',
  );
  return sum.dollars === null
    ? sum
    : { ...sum, untilMs: Math.min(sum.untilMs, nowMs), without: sum.without ?? 'storage of running pods' };
}

function runwayOf(fleet: Fleet, nowMs: number): Runway {
  const balance = balanceOf(fleet);
  const spend = spendOf(fleet, nowMs);
  if (balance.dollars === null) return { hours: null, because: balance.because };
  if (spend.dollars === null) return { hours: null, because: spend.because };
  if (spend.dollars <= 0) return { hours: null, because: 'nothing is being spent' };
  const hours = Math.max(0, balance.dollars) / spend.dollars;
  const source = spend.source === 'account' ? 'account' : 'list';
  return { hours, source, atMs: Math.min(balance.untilMs, spend.untilMs) };
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
  return sumOf(
    asked.map(({ wastedToday }) => wastedToday),
    'no running pod was seen today',
  );
}

/** Of what is known; how many were not is said with it. */
function sumOf(figures: readonly MoneyFigure[], whyNone = 'nobody said'): MoneyFigure {
  const known = figures.filter((figure) => figure.dollars !== null);
  const [first] = known;
  if (first === undefined) {
    const [unknownOne] = figures;
    return unknown(unknownOne !== undefined && unknownOne.dollars === null ? unknownOne.because : whyNone);
  }
  const missing = figures.length - known.length;
  const gap = known.find(({ without }) => without !== null)?.without ?? null;
  return {
    dollars: known.reduce((total, { dollars }) => total + dollars, 0),
    source: first.source,
    fromMs: Math.min(...known.map(({ fromMs }) => fromMs)),
    untilMs: Math.max(...known.map(({ untilMs }) => untilMs)),
    without: missing > 0 ? `${missing} of ${figures.length} pods` : gap,
  };
}

function sumOfMap(amounts: ReadonlyMap<string, number>): number {
  return [...amounts.values()].reduce((total, dollars) => total + dollars, 0);
}

function unknown(because: string): MoneyFigure {
  return { dollars: null, because };
}
