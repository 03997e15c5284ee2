/** What pods cost: now, today, this month; what of it was wasted; and how each figure is known. */
import { shortDuration } from '../../fleet/questions.ts';
import type { MoneyFigure } from '../../money/figure.ts';
import type { PodMoney } from '../../money/pod-money.ts';
import { keptReport } from '../../money/report-keeper.ts';
import { unknownMark } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { costExplained } from './cost-explained.ts';
import { costHead } from './cost-head.ts';
import type { Table, TableColumn, TableFacts, TableRow } from './table.ts';

export const cost: Table = {
  id: 'cost',
  title: 'cost',
  about: 'what pods cost: now, today, this month, and what of it was wasted',
  group: 'cost',
  columns: [
    {
      title: 'POD',
      width: (page) => (page >= 160 ? 36 : page >= 100 ? 24 : 18),
      sort: { letter: 'n', word: 'name', first: 'least' },
    },
    {
      title: 'STATE',
      width: (page) => (page >= 80 ? 12 : page >= 60 ? 10 : 0),
      sort: { letter: 's', word: 'state', first: 'least' },
    },
    { title: '$/H', width: () => 7, ...amountBy('c', 'cost') },
    { title: 'TODAY', width: () => 8, ...amountBy('d', 'today') },
    { title: 'MONTH', width: (page) => (page >= 56 ? 9 : 0), ...amountBy('m', 'month') },
    { title: 'IDLE', width: (page) => (page >= 72 ? 6 : 0), ...amountBy('i', 'idle') },
    { title: 'WASTED', width: (page) => (page >= 64 ? 8 : 0), ...amountBy('w', 'wasted') },
    { title: 'STORAGE/H', width: (page) => (page >= 100 ? 10 : 0), ...amountBy('k', 'disk') },
    { title: '', width: (page) => (page >= 120 ? page - (page >= 160 ? 109 : 97) : 0) },
  ],
  rows: (facts) =>
    [...keptReport(facts.fleet, facts.nowMs).pods].sort(byCost).map((pod) => rowOf(pod, facts)),
  figures: (facts) => [[standText(facts), 'dim']],
  head: costHead,
  explained: (row, facts) => {
    const pod = keptReport(facts.fleet, facts.nowMs).pods.find(({ id }) => id === row.key);
    return pod === undefined ? [] : costExplained(pod, facts);
  },
  empty: ({ fleet }) => [
    [
      [
        fleet.cloud.kind === 'absent'
          ? '   no API is asked: nobody bills for hosts that were given by hand'
          : '   no pod has cost anything yet',
        'dim',
      ],
    ],
  ],
};

/** A column of figures, the greatest first where it is sorted by. */
function amountBy(letter: string, word: string): Pick<TableColumn, 'align' | 'sort'> {
  return { align: 'right', sort: { letter, word, first: 'greatest' } };
}

/** The dearest first, then what is gone by what it has cost. */
function byCost(one: PodMoney, other: PodMoney): number {
  const isGone = Number(one.entry === null) - Number(other.entry === null);
  const amount = (pod: PodMoney): number => (pod.entry === null ? pod.month : pod.perHour).dollars ?? -1;
  return isGone || amount(other) - amount(one) || one.name.localeCompare(other.name);
}

function rowOf(pod: PodMoney, facts: TableFacts): TableRow {
  const { id, name, entry, activity } = pod;
  // Without an API nobody says what became of it.
  const state = entry?.pod.state.kind ?? (facts.fleet.cloud.kind === 'absent' ? 'not told' : 'gone');
  const role = entry === null || state === 'stopped' ? 'dim' : 'text';
  return {
    key: id,
    text: `${name} ${id} ${state} ${activity.kind}`,
    cells: [
      [[name, entry === null ? 'dim' : 'title']],
      [[state, role]],
      [amount(pod.perHour)],
      [amount(pod.today)],
      [amount(pod.month)],
      [idleSpan(pod, facts.nowMs)],
      [amount(pod.wastedToday, { roleOf: (dollars) => (dollars >= 0.005 ? 'warn' : 'dim') })],
      // The disks of a pod cost a few tenths of a cent an hour, which is not nothing.
      [amount(pod.storagePerHour, { roleOf: () => 'dim', decimals: 4 })],
      [[noteOf(pod, facts), facts.fleet.money.idleStops.has(id) ? 'warn' : 'dim']],
    ],
    values: {
      ...{ name, state, cost: pod.perHour.dollars, today: pod.today.dollars, month: pod.month.dollars },
      ...{ idle: idleMs(pod, facts.nowMs), wasted: pod.wastedToday.dollars },
      disk: pod.storagePerHour.dollars,
    },
  };
}

/** A tilde stands before what is an estimate. */
function amount(
  figure: MoneyFigure,
  look: {
    readonly roleOf?: (dollars: number) => 'text' | 'warn' | 'dim';
    readonly decimals?: number;
  } = {},
): Span {
  if (figure.dollars === null) return [unknownMark, 'faint'];
  const { dollars } = figure;
  const { roleOf = () => 'text', decimals = 2 } = look;
  // Decimals stand still, so that the points of a column stand under one another; less than a cent is not nothing.
  const isTiny = decimals === 2 && dollars > 0 && dollars < 0.005;
  const text = isTiny ? '<.01' : dollars.toFixed(decimals);
  return [`${figure.source === 'seen' ? '~' : ''}${text}`, roleOf(dollars)];
}

/** Of what is idle or stopped, for how long. */
function idleMs({ activity, stoppedSince }: PodMoney, nowMs: number): number | null {
  if (activity.kind === 'idle') return nowMs - activity.sinceMs;
  if (activity.kind === 'busy') return 0;
  return stoppedSince === null ? null : nowMs - stoppedSince.atMs;
}

function idleSpan({ activity, stoppedSince }: PodMoney, nowMs: number): Span {
  switch (activity.kind) {
    case 'idle':
      return [shortDuration(nowMs - activity.sinceMs), 'idle'];
    case 'busy':
      return ['no', 'dim'];
    case 'unknown':
      return [unknownMark, 'faint'];
    case 'off':
      return [stoppedSince === null ? '' : shortDuration(nowMs - stoppedSince.atMs), 'dim'];
  }
}

function noteOf({ id, activity, stoppedSince, perHour }: PodMoney, { fleet, nowMs }: TableFacts): string {
  const stop = fleet.money.idleStops.get(id);
  if (stop?.kind === 'counting') return `stops in ${shortDuration(stop.stopsAtMs - nowMs)} unless kept`;
  if (stop?.kind === 'asking') return 'stop it, or keep it?';
  if (stop?.kind === 'kept') return 'kept while it is idle now';
  if (stoppedSince !== null && (perHour.dollars ?? 0) > 0) return 'stopped, disks bill on';
  return 'because' in activity ? activity.because : '';
}

function standText({ fleet, nowMs }: TableFacts): string {
  const { billedToday, billingFailure } = fleet.money;
  const age = billedToday === null ? '' : `${shortDuration(Math.max(0, nowMs - billedToday.readAtMs))} old`;
  if (billingFailure?.isUnsupported === true) return 'estimated: no wire tells what was billed';
  if (billingFailure !== null) return age === '' ? 'billing was not read' : `billing not read anew  ${age}`;
  return age === '' ? 'billing was not read yet' : `billing ${age}`;
}
