/** The table of `pod-engine cost`, and under it what is left, how long it lasts, and how each figure is known. */
import type { BudgetStanding } from '../money/budgets.ts';
import type { MoneyFigure } from '../money/figure.ts';
import type { MoneyReport } from '../money/figures.ts';
import type { PodMoney } from '../money/pod-money.ts';
import { runwayText, sourceText } from '../money/wording.ts';
import { wrapHanging } from '../ui/draw/wrap.ts';
import type { CommandContext } from './command.ts';
import type { CostFacts } from './cost-facts.ts';
import { durationText } from './duration-text.ts';
import { printTable, type TableRow } from './table.ts';

type About = {
  readonly report: MoneyReport;
  readonly standings: readonly BudgetStanding[];
  readonly facts: CostFacts;
};

const unknown = '—';

export async function printCost(context: CommandContext, about: About): Promise<void> {
  const columns = columnsOf(context, about);
  const rows = [...podRows(about, columns), ...volumeRows(about, columns), ...restRows(about, columns)];
  if (rows.length > 0) await printTable(context, rows, ['id', 'stopped', 'wasted today']);
  const lines = linesOf(about, columns).flatMap((line) => within(context, line));
  context.print(`\n${lines.join('\n')}\n`);
}

/** Why a figure is not known can be long: on a terminal it stands under itself. Into a pipe a line stays one. */
function within({ interactive, columns }: CommandContext, line: string): readonly string[] {
  if (!interactive || columns < leastColumns) return [line];
  const [first = '', ...rest] = wrapHanging(line, {
    ...{ first: columns, rest: columns - sourceColumn, maxRows: Number.MAX_SAFE_INTEGER },
  });
  return [first, ...rest.map((row) => `${' '.repeat(sourceColumn)}${row}`)];
}

/** Where half a sentence on the figure's source begins, behind its name and the amount. */
const sourceColumn = 30;
const leastColumns = 60;

/** Which stretches of time are shown. */
type Columns = { readonly today: boolean; readonly month: boolean; readonly days: string | null };

function columnsOf({ flags }: CommandContext, { facts }: About): Columns {
  const isNarrowed = flags.today === true || flags.month === true || flags.days !== undefined;
  return {
    today: !isNarrowed || flags.today === true,
    month: !isNarrowed || flags.month === true,
    days: facts.days === null ? null : `${facts.days.count} days`,
  };
}

function podRows({ report, facts }: About, columns: Columns): readonly TableRow[] {
  const amountOf = ({ perHour, month }: PodMoney): number =>
    perHour.dollars ?? (month.dollars ?? 0) / 1e6 - 1;
  return [...report.pods]
    .sort((one, other) => amountOf(other) - amountOf(one))
    .map((pod) => ({
      what: pod.name,
      id: pod.id,
      state: pod.entry?.pod.state.kind ?? 'gone',
      '$/h': amount(pod.perHour),
      ...spans(columns, {
        today: amount(pod.today),
        month: amount(pod.month),
        days: plain(facts.days?.sums.pods.get(pod.id)?.dollars ?? null),
      }),
      'wasted today': amount(pod.wastedToday),
      stopped: pod.stoppedSince === null ? '' : durationText(report.atMs - pod.stoppedSince.atMs),
    }));
}

function volumeRows({ facts }: About, columns: Columns): readonly TableRow[] {
  const { billedToday, billedMonth } = facts.fleet.money;
  const days = facts.days?.sums.volumes;
  const ids = new Set([
    ...(billedToday?.volumes.keys() ?? []),
    ...(billedMonth?.volumes.keys() ?? []),
    ...(days?.keys() ?? []),
  ]);
  return [...ids].map((id) => ({
    what: facts.volumeNames.get(id) ?? id,
    id,
    state: 'volume',
    '$/h': '',
    ...spans(columns, {
      today: plain(billedToday?.volumes.get(id) ?? null),
      month: plain(billedMonth?.volumes.get(id) ?? null),
      days: plain(days?.get(id) ?? null),
    }),
    'wasted today': '',
    stopped: '',
  }));
}

function restRows({ report, facts }: About, columns: Columns): readonly TableRow[] {
  const { billedToday, billedMonth } = facts.fleet.money;
  const other = spans(columns, {
    today: plain(billedToday?.otherDollars ?? null),
    month: plain(billedMonth?.otherDollars ?? null),
    days: plain(facts.days?.sums.otherDollars ?? null),
  });
  const total = spans(columns, {
    today: amount(report.today),
    month: amount(report.month),
    days: plain(facts.days?.sums.totalDollars ?? null),
  });
  return [
    { what: 'other', id: '', state: '', '$/h': '', ...other, 'wasted today': '', stopped: '' },
    {
      what: 'total',
      id: '',
      state: '',
      '$/h': amount(report.perHour),
      ...total,
      'wasted today': amount(report.wastedToday),
      stopped: '',
    },
  ];
}

function spans(
  columns: Columns,
  texts: { readonly today: string; readonly month: string; readonly days: string },
): TableRow {
  return {
    ...(columns.today ? { today: texts.today } : {}),
    ...(columns.month ? { month: texts.month } : {}),
    ...(columns.days === null ? {} : { [columns.days]: texts.days }),
  };
}

/** A tilde stands before what is an estimate. */
function amount(figure: MoneyFigure): string {
  if (figure.dollars === null) return unknown;
  return `${figure.source === 'seen' ? '~' : ''}${plain(figure.dollars)}`;
}

function plain(dollars: number | null): string {
  if (dollars === null) return unknown;
  return dollars > 0 && dollars < 0.1 ? dollars.toFixed(4) : dollars.toFixed(2);
}

function linesOf({ report, standings }: About, columns: Columns): readonly string[] {
  const { balance, spendPerHour, runway, today, month, wastedToday, stoppedPerHour, atMs } = report;
  const line = (word: string, figure: MoneyFigure, unit = ''): string => {
    const text = figure.dollars === null ? unknown : `$${plain(figure.dollars)}${unit}`;
    return `${word.padEnd(14)} ${text.padEnd(14)} ${sourceText(figure, atMs)}`;
  };
  const glyphs = { ok: '●', warn: '▲', fail: '✖' } as const;
  return [
    ...(columns.today ? [line('today', today)] : []),
    ...(columns.month ? [line('month', month)] : []),
    line('wasted today', wastedToday),
    line('stopped pods', stoppedPerHour, '/h'),
    line('spent', spendPerHour, '/h'),
    line('balance', balance),
    `${'lasts'.padEnd(14)} ${runwayText(runway, atMs)}`,
    ...standings.map(({ level, text }) => `${level === null ? '?' : glyphs[level]} ${text}`),
  ];
}
