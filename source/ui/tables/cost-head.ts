/** The lines above the pods on the page of costs: totals, balance and runway, budgets as bars. */
import { shortDuration } from '../../fleet/questions.ts';
import { type BudgetStanding, budgetStandings } from '../../money/budgets.ts';
import { clockText } from '../../money/days.ts';
import type { MoneyFigure } from '../../money/figure.ts';
import { keptReport } from '../../money/report-keeper.ts';
import { gauge } from '../draw/gauge.ts';
import { percent, unknownMark } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { cell, fitItems, type Item } from '../draw/rows.ts';
import type { Role } from '../draw/theme.ts';
import type { TableFacts } from './table.ts';

export function costHead(facts: TableFacts, width: number): readonly (readonly Span[])[] {
  const { fleet, nowMs } = facts;
  const report = keptReport(fleet, nowMs);
  const standings = budgetStandings(report, fleet.money.budget);
  const { today, month, perHour, wastedToday, wastedPerHour, stoppedPerHour } = report;
  const spending: Item[] = [
    item(0, 'now', perHour, '/h'),
    item(1, 'today', today, '', until(today, nowMs)),
    item(2, 'month', month, '', until(month, nowMs)),
    item(5, 'volumes today', report.volumesToday, ''),
    item(6, 'other today', report.otherToday, ''),
  ];
  const wasting: Item[] = [
    item(1, 'wasted today', wastedToday, '', until(wastedToday, nowMs)),
    item(2, 'idle now', wastedPerHour, '/h'),
    item(3, 'stopped pods bill', stoppedPerHour, '/h'),
  ];
  return [
    line(spending, width),
    line(wasting, width),
    line(standing(facts), width),
    ...standings.map((each) => budgetLine(each, width)),
  ];
}

function line(items: readonly Item[], width: number): readonly Span[] {
  return ['   ', ...fitItems(items, width - 4, ['   ', 'faint'])];
}

function item(rank: number, word: string, figure: MoneyFigure, unit: string, note = ''): Item {
  if (figure.dollars === null)
    return {
      rank: rank + 10,
      spans: [
        [`${word} `, 'dim'],
        [unknownMark, 'faint'],
      ],
    };
  const estimate = figure.source === 'seen' ? '~' : '';
  const decimals = figure.dollars > 0 && figure.dollars < 0.1 ? 4 : 2;
  return {
    rank,
    spans: [
      [`${word} `, 'dim'],
      [`${estimate}$${figure.dollars.toFixed(decimals)}${unit}`, 'title'],
      [note, 'dim'],
    ],
  };
}

/** Until when it is known, or since when it was seen. */
function until(figure: MoneyFigure, nowMs: number): string {
  if (figure.dollars === null) return '';
  return figure.source === 'seen'
    ? ` estimated, since ${clockText(figure.fromMs, nowMs)}`
    : ` until ${clockText(figure.untilMs, nowMs)}`;
}

function standing({ fleet, nowMs }: TableFacts): readonly Item[] {
  const { balance, spendPerHour, runway } = keptReport(fleet, nowMs);
  const lasts =
    runway.hours === null
      ? unknownMark
      : `${shortDuration(runway.hours * 3_600_000)}${runway.source === 'list' ? ' by the list' : ''}`;
  const age = balance.dollars === null ? '' : ` ${shortDuration(Math.max(0, nowMs - balance.untilMs))} old`;
  return [
    item(0, 'balance', balance, '', age),
    item(2, 'spent', spendPerHour, '/h'),
    {
      rank: 1,
      spans: [
        ['lasts ', 'dim'],
        [lasts, (runway.hours ?? 24) < 24 ? 'warn' : 'title'],
      ],
    },
  ];
}

const words: Readonly<Record<BudgetStanding['id'], string>> = {
  day: 'budget a day',
  month: 'budget a month',
  hour: 'budget an hour',
  runway: 'runway',
};

function budgetLine({ id, share, level, limit, used }: BudgetStanding, width: number): readonly Span[] {
  const role: Role =
    level === 'fail' ? 'crit' : level === 'warn' ? 'warn' : level === null ? 'faint' : 'gauge';
  // Of a budget how much is gone; of the runway how much of what is wanted is there.
  const part = id !== 'runway' ? share : used === null ? null : used / limit;
  const share100 = part === null ? null : Math.min(999, part * 100);
  const bar = Math.max(8, Math.min(30, width - 58));
  const text =
    id === 'runway'
      ? `${used === null ? unknownMark : `${used.toFixed(1)} h`} of ${limit} h wanted`
      : `$${used === null ? unknownMark : used.toFixed(2)} of $${limit.toFixed(2)}`;
  const glyph = level === 'fail' ? '✖ ' : level === 'warn' ? '▲ ' : level === null ? '? ' : '● ';
  return [
    '   ',
    ...cell([[words[id], 'dim']], 15),
    ...gauge(share100, bar, role),
    ' ',
    ...cell([[percent(share100), role === 'gauge' ? 'text' : role]], 5, 'right'),
    ' ',
    [glyph, role === 'gauge' ? 'ok' : role],
    [text, 'text'],
  ];
}
