/** What of money is an alert now: budgets that warn or are spent, a balance that runs out, stopped pods that bill on. */
import type { Fleet } from '../fleet/fleet.ts';
import { type BudgetId, type BudgetStanding, budgetStandings } from '../money/budgets.ts';
import { stoppedTooLong, stoppedWords } from '../money/money-alerts.ts';
import { keptReport } from '../money/report-keeper.ts';
import type { RaisedAlert } from './alert.ts';

export function moneyOpenAlerts(fleet: Fleet, nowMs: number): readonly RaisedAlert[] {
  const report = keptReport(fleet, nowMs);
  const { budget, stoppedAfterDays } = fleet.money;
  const stopped = stoppedTooLong(report, { stoppedAfterDays, nowMs });
  return [
    ...budgetStandings(report, budget).flatMap(ofBudget),
    ...stopped.map(
      (pod): RaisedAlert => ({
        ...{ podId: pod.id, podName: pod.name, rule: 'stopped-bills', kind: 'idle' },
        ...{ word: `off ${pod.days}d`, text: stoppedWords(pod), sinceMs: pod.sinceMs },
      }),
    ),
  ];
}

const words: Readonly<Record<BudgetId, string>> = {
  hour: '$/hour',
  day: '$/day',
  month: '$/month',
  runway: '',
};

function ofBudget({ id, level, share, used, text }: BudgetStanding): readonly RaisedAlert[] {
  if (level !== 'fail' && level !== 'warn') return [];
  const percent = `${Math.min(999, Math.round((share ?? 0) * 100))}%`;
  const word = id === 'runway' ? `runway ${Math.floor(used ?? 0)}h` : `${words[id]} ${percent}`;
  return [
    {
      ...{ podId: null, podName: 'account', rule: `budget:${id}`, kind: level },
      ...{ word, text, sinceMs: null },
    },
  ];
}
