/**
 * When money becomes a line of the health stream: budgets at 80 and 100 %, once each in their period, and stopped pods that
 * bill on, once a day. What was told is a value, which outlives the console. Pure.
 */
import type { ReportLevel } from '../fleet/fleet.ts';
import type { BudgetId, BudgetLevel, BudgetStanding } from './budgets.ts';
import { warnShare } from './budgets.ts';
import { dayMs, dayName, monthName } from './days.ts';
import type { MoneyReport } from './figures.ts';

export type MoneyAlertState = {
  /** The level that was told last, and the UTC day or month for which it holds. */
  readonly budgets: ReadonlyMap<BudgetId, { readonly level: BudgetLevel; readonly period: string }>;
  /** Stopped pods by id, and the UTC day on which they were told. */
  readonly toldOn: ReadonlyMap<string, string>;
};

export const noMoneyAlerts: MoneyAlertState = { budgets: new Map(), toldOn: new Map() };

export type MoneyLine = {
  readonly level: ReportLevel;
  readonly podId: string | null;
  readonly podName: string;
  readonly text: string;
  readonly fingerprint: string;
};

/** What has fallen by less than this has not fallen: an amount at its limit would be told again and again. */
const hysteresis = 0.05;

export function stepMoneyAlerts(
  before: MoneyAlertState,
  look: {
    readonly report: MoneyReport;
    readonly standings: readonly BudgetStanding[];
    readonly stoppedAfterDays: number;
    readonly nowMs: number;
  },
): { readonly state: MoneyAlertState; readonly lines: readonly MoneyLine[] } {
  const lines: MoneyLine[] = [];
  const budgets = new Map(before.budgets);
  for (const standing of look.standings) {
    const period = periodOf(standing.id, look.nowMs);
    const told = before.budgets.get(standing.id);
    const earlier = told?.period === period ? told.level : 'ok';
    const level = levelAfter(earlier, standing);
    if (level !== earlier) lines.push(lineOf(standing, level));
    if (level !== earlier || told?.period === period) budgets.set(standing.id, { level, period });
  }
  const today = dayName(look.nowMs);
  const toldOn = new Map([...before.toldOn].filter(([, day]) => day === today));
  for (const line of stoppedLines(look, toldOn)) lines.push(line);
  return { state: { budgets, toldOn }, lines };
}

/** What is spent by the hour, and how long the balance lasts, is told again each day while it goes on. */
function periodOf(id: BudgetId, nowMs: number): string {
  return id === 'month' ? monthName(nowMs) : dayName(nowMs);
}

/** What is not known changes nothing, and an estimate, which may leave something out, is no good news. */
function levelAfter(earlier: BudgetLevel, { share, level, isEstimate }: BudgetStanding): BudgetLevel {
  if (share === null || level === null) return earlier;
  if (rank[level] >= rank[earlier]) return level;
  if (isEstimate) return earlier;
  const held = earlier === 'fail' ? 1 : warnShare;
  if (share >= held - hysteresis) return earlier;
  return level;
}

const rank: Readonly<Record<BudgetLevel, number>> = { ok: 0, warn: 1, fail: 2 };

function lineOf({ id, text }: BudgetStanding, level: BudgetLevel): MoneyLine {
  const words = level === 'ok' ? `within the budget again: ${text}` : text;
  return { level, podId: null, podName: 'account', text: words, fingerprint: `budget:${id}:${level}` };
}

function stoppedLines(
  look: { readonly report: MoneyReport; readonly stoppedAfterDays: number; readonly nowMs: number },
  toldOn: Map<string, string>,
): readonly MoneyLine[] {
  const today = dayName(look.nowMs);
  const news = stoppedTooLong(look.report, look).filter(({ id }) => toldOn.get(id) !== today);
  for (const { id } of news) toldOn.set(id, today);
  return news.map((pod) => ({
    ...{ level: 'warn', podId: pod.id, podName: pod.name, text: stoppedWords(pod) },
    fingerprint: `stopped-bills:${pod.id}`,
  }));
}

export type StoppedTooLong = {
  readonly id: string;
  readonly name: string;
  readonly days: number;
  readonly sinceMs: number;
  /** False: it may have been stopped for longer. */
  readonly isExact: boolean;
  readonly perHourDollars: number;
};

/** Stopped pods that bill, and have done so for so many days. */
export function stoppedTooLong(
  { pods }: MoneyReport,
  { stoppedAfterDays, nowMs }: { readonly stoppedAfterDays: number; readonly nowMs: number },
): readonly StoppedTooLong[] {
  return pods.flatMap(({ id, name, perHour, stoppedSince }) => {
    if (stoppedSince === null || perHour.dollars === null || perHour.dollars <= 0) return [];
    const { atMs: sinceMs, isExact } = stoppedSince;
    const days = Math.floor((nowMs - sinceMs) / dayMs);
    return days < stoppedAfterDays
      ? []
      : [{ id, name, days, sinceMs, isExact, perHourDollars: perHour.dollars }];
  });
}

/** By a month of 730 hours. */
export function stoppedWords({ days, isExact, perHourDollars }: StoppedTooLong): string {
  const monthly = (perHourDollars * 730).toFixed(2);
  const time = `${isExact ? '' : 'at least '}${days} ${days === 1 ? 'day' : 'days'}`;
  return `Stopped${days === 0 ? '' : ` for ${time}`}, and its disks still bill about $${monthly} a month.`;
}
