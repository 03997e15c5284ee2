/** The JSON of `pod-engine cost`: each figure with its source, what it covers and what is missing, or why it is not known. */
import type { BudgetStanding } from '../money/budgets.ts';
import type { MoneyReport } from '../money/figures.ts';
import type { CostFacts } from './cost-facts.ts';

export function costDocument(about: {
  readonly report: MoneyReport;
  readonly standings: readonly BudgetStanding[];
  readonly facts: CostFacts;
}) {
  const { report, standings, facts } = about;
  const { pods, perHour, today, month, volumesToday, otherToday, wastedToday, stoppedPerHour } = report;
  return {
    schema: 1,
    atMs: report.atMs,
    pods: pods.map(({ entry, ...pod }) => ({
      ...pod,
      state: entry?.pod.state.kind ?? 'gone',
      ...daysOf(facts, pod.id),
    })),
    volumes: volumesOf(facts),
    totals: { perHour, today, month, volumesToday, otherToday, stoppedPerHour, ...totalDays(facts) },
    wasted: { today: wastedToday },
    balance: report.balance,
    spendPerHour: report.spendPerHour,
    runway: report.runway,
    budgets: standings,
  };
}

function volumesOf({ fleet, volumeNames }: CostFacts) {
  const { billedToday, billedMonth } = fleet.money;
  const ids = new Set([...(billedToday?.volumes.keys() ?? []), ...(billedMonth?.volumes.keys() ?? [])]);
  return [...ids].map((id) => ({
    id,
    name: volumeNames.get(id) ?? null,
    todayDollars: billedToday?.volumes.get(id) ?? null,
    monthDollars: billedMonth?.volumes.get(id) ?? null,
  }));
}

function daysOf({ days }: CostFacts, podId: string) {
  if (days === null) return {};
  const { count, sums } = days;
  const { fromMs, untilMs } = sums;
  return {
    days: { count, dollars: sums.pods.get(podId)?.dollars ?? null, source: 'billing', fromMs, untilMs },
  };
}

function totalDays({ days }: CostFacts) {
  if (days === null) return {};
  const { fromMs, untilMs, totalDollars } = days.sums;
  return { days: { count: days.count, dollars: totalDollars, source: 'billing', fromMs, untilMs } };
}
