/** How spending stands against what may be spent. Pure. */
import type { Budget } from '../fleet/money.ts';
import type { MoneyReport } from './figures.ts';

export const budgetIds = ['day', 'month', 'hour', 'runway'] as const;
export type BudgetId = (typeof budgetIds)[number];

export type BudgetLevel = 'ok' | 'warn' | 'fail';

export type BudgetStanding = {
  readonly id: BudgetId;
  /** Dollars, dollars per hour, or hours of runway that are wanted. */
  readonly limit: number;
  /** null: not known. */
  readonly used: number | null;
  /** 1 where all of it is used; null: not known. */
  readonly share: number | null;
  /** null: not known, which is not well. */
  readonly level: BudgetLevel | null;
  /** It is what consoles saw alone: it may be more, and is never less. */
  readonly isEstimate: boolean;
  /** A sentence for people, with both figures. */
  readonly text: string;
};

export const warnShare = 0.8;

/** Those that are set, in a fixed order. */
export function budgetStandings(report: MoneyReport, budget: Budget): readonly BudgetStanding[] {
  const { perDayDollars, perMonthDollars, perHourDollars, runwayHours } = budget;
  const { today, month, spendPerHour, runway } = report;
  const found: BudgetStanding[] = [];
  if (perDayDollars !== null)
    found.push(spending('day', perDayDollars, { figure: today, words: 'spent today' }));
  if (perMonthDollars !== null)
    found.push(spending('month', perMonthDollars, { figure: month, words: 'spent this month' }));
  if (perHourDollars !== null)
    found.push(spending('hour', perHourDollars, { figure: spendPerHour, words: 'spent per hour' }));
  if (runwayHours !== null) found.push(lasting(runwayHours, runway));
  return found;
}

export function levelOf(share: number | null): BudgetLevel | null {
  if (share === null) return null;
  return share >= 1 ? 'fail' : share >= warnShare ? 'warn' : 'ok';
}

function spending(
  id: BudgetId,
  limit: number,
  { figure, words }: { readonly figure: MoneyReport['today']; readonly words: string },
): BudgetStanding {
  if (figure.dollars === null) {
    const text = `What was ${words} is not known: ${figure.because}; the budget is $${limit.toFixed(2)}.`;
    return { id, limit, used: null, share: null, level: null, isEstimate: false, text };
  }
  const share = limit === 0 ? 1 : figure.dollars / limit;
  const isEstimate = figure.source === 'seen';
  const estimated = isEstimate ? ' (estimated)' : '';
  const text = `$${figure.dollars.toFixed(2)}${estimated} ${words}, ${Math.round(share * 100)}% of the budget of $${limit.toFixed(2)}.`;
  return { id, limit, used: figure.dollars, share, level: levelOf(share), isEstimate, text };
}

/** The balance lasts for less than is wanted: the other way round than what was spent. */
function lasting(limit: number, runway: MoneyReport['runway']): BudgetStanding {
  const id = 'runway';
  if (runway.hours === null) {
    const isNothingSpent = runway.because === 'nothing is being spent';
    const text = `How long the balance lasts is not known: ${runway.because}; at least ${limit} h are wanted.`;
    return isNothingSpent
      ? {
          ...{ id, limit, isEstimate: false },
          used: null,
          share: 0,
          level: 'ok',
          text: 'Nothing is being spent.',
        }
      : { ...{ id, limit, isEstimate: false }, used: null, share: null, level: null, text };
  }
  const share = runway.hours <= 0 ? Number.POSITIVE_INFINITY : limit / runway.hours;
  const text = `The balance lasts for ${runway.hours.toFixed(1)} h; at least ${limit} h are wanted.`;
  return { id, limit, used: runway.hours, share, level: levelOf(share), isEstimate: false, text };
}
