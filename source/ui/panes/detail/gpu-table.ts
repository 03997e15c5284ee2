/** The cards of a pod, one row each. */
import type { GpuCardReading } from '../../../../pod-agent/protocol/readings.ts';
import { cardMemoryPercent, type PodRow } from '../../../fleet/questions.ts';
import { emptySeries } from '../../../fleet/series.ts';
import { gpuMemoryRole, temperatureRole } from '../../draw/condition-look.ts';
import { gauge } from '../../draw/gauge.ts';
import { bytes, percent, whole } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { historyOf, sparkline } from '../../draw/sparkline.ts';
import type { Role } from '../../draw/theme.ts';

export type GpuTableRoom = { readonly width: number; readonly nowMs: number };

type CardCell = {
  readonly row: PodRow;
  readonly card: GpuCardReading;
  readonly width: number;
  readonly nowMs: number;
};

type CardColumn = {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly width: (table: number) => number;
  readonly spans: (cell: CardCell) => readonly Span[];
};

const columns: readonly CardColumn[] = [
  { title: '#', align: 'right', width: () => 2, spans: ({ card }) => [[String(card.index), 'dim']] },
  {
    title: 'UTIL',
    align: 'left',
    width: (table) => barWidth(table) + 5,
    spans: ({ row, card, width }) => bar(row, card.utilizationPercent, { width, role: 'gauge' }),
  },
  {
    title: 'VRAM',
    align: 'left',
    width: (table) => barWidth(table) + 5,
    spans: ({ row, card, width }) => bar(row, cardMemoryPercent(card), { width, role: 'heat' }),
  },
  {
    title: 'MEMORY',
    align: 'right',
    width: (table) => (table >= 110 ? 19 : 0),
    spans: ({ row, card }) => [
      [`${bytes(card.memoryUsedBytes)} / ${bytes(card.memoryTotalBytes)}`, role(row)],
    ],
  },
  {
    title: '°C',
    align: 'right',
    width: () => 3,
    spans: ({ row, card }) => [
      [whole(card.temperatureCelsius), role(row, temperatureRole(card.temperatureCelsius))],
    ],
  },
  {
    title: 'W',
    align: 'right',
    width: () => 4,
    spans: ({ row, card }) => [[whole(card.powerWatts), role(row)]],
  },
  {
    title: 'MHz',
    align: 'right',
    width: (table) => (table >= 70 ? 4 : 0),
    spans: ({ row, card }) => [[whole(card.smClockMegahertz), role(row)]],
  },
  {
    title: 'ECC',
    align: 'right',
    width: (table) => (table >= 70 ? 5 : 0),
    spans: ({ card }) => [
      [
        `${whole(card.eccUncorrectedCount)}/${whole(card.eccCorrectedCount)}`,
        (card.eccUncorrectedCount ?? 0) > 0 ? 'crit' : 'dim',
      ],
    ],
  },
  {
    title: '10m',
    align: 'left',
    width: (table) => (table >= 130 ? 30 : table >= 90 ? 16 : table >= 56 ? 10 : 0),
    spans: ({ row, card, width, nowMs }) => [
      [
        sparkline(historyOf(row.entry.history.cardPercent[card.index] ?? emptySeries(), width, nowMs), {
          low: 0,
          high: 100,
        }),
        row.stale ? 'faint' : 'spark',
      ],
    ],
  },
];

/** A head and a row for each card. A card that does not answer says so instead of showing figures. */
export function gpuTable(row: PodRow, { width, nowMs }: GpuTableRoom): Span[][] {
  const cards = row.entry.sample?.frame.gpu?.cards ?? [];
  if (cards.length === 0) return [];
  const shown = columns
    .map((column) => ({ column, width: column.width(width) }))
    .filter((column) => column.width > 0);
  const head: Span[] = shown.flatMap(({ column, width: columnWidth }) => [
    ' ',
    ...cell([[column.title, 'dim']], columnWidth, column.align),
  ]);
  const rows = cards.map((card) => cardRow({ row, card, nowMs }, shown));
  return cards.some((card) => card.status === 'ok') ? [head, ...rows] : rows;
}

function cardRow(
  { row, card, nowMs }: Omit<CardCell, 'width'>,
  shown: readonly { readonly column: CardColumn; readonly width: number }[],
): Span[] {
  if (card.status !== 'ok') return brokenCard(card, card.status);
  return shown.flatMap(({ column, width }) => [
    ' ',
    ...cell(column.spans({ row, card, width, nowMs }), width, column.align),
  ]);
}

const brokenWords: Readonly<Record<Exclude<GpuCardReading['status'], 'ok'>, string>> = {
  lost: 'lost: the driver cannot reach it',
  'requires-reset': 'needs a reset',
  error: 'answers with an error',
};

function brokenCard(card: GpuCardReading, status: Exclude<GpuCardReading['status'], 'ok'>): Span[] {
  return [
    ' ',
    [String(card.index).padStart(2), 'dim'],
    ' ',
    [`✖ ${card.statusText ?? brokenWords[status]}`, 'crit'],
  ];
}

function bar(
  row: PodRow,
  value: number | null,
  { width, role: barRole }: { readonly width: number; readonly role: Role },
): Span[] {
  if (value === null) return gauge(null, width);
  const numberRole = barRole === 'heat' ? gpuMemoryRole(value) : 'text';
  return [
    ...gauge(value, width - 5, row.stale ? 'dim' : barRole),
    [percent(value).padStart(5), role(row, numberRole)],
  ];
}

function role(row: PodRow, live: Role = 'text'): Role {
  return row.stale ? 'dim' : live;
}

function barWidth(table: number): number {
  if (table >= 130) return 20;
  if (table >= 76) return 12;
  return table >= 58 ? 10 : Math.max(4, Math.floor((table - 26) / 2));
}
