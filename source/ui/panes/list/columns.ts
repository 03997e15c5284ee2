/** The columns between name and health, from left to right, and from which width on each is there. */
import { type PodRow, shortDuration } from '../../../fleet/questions.ts';
import { truncateEnd } from '../../../terminal/text-width.ts';
import { fullnessRole, gpuMemoryRole, temperatureRole } from '../../draw/condition-look.ts';
import { gauge } from '../../draw/gauge.ts';
import { dollars, percent, rate, whole } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { historyOf, sparkline } from '../../draw/sparkline.ts';
import type { Role } from '../../draw/theme.ts';
import { longDuration } from '../../draw/time.ts';
import type { Column, Room } from './column.ts';
import { markedFigure, toldWords } from './told-figure.ts';

const percentWidth = 4;
/** "29.6 MB/s". */
const rateWidth = 9;

export const middleColumns: readonly Column[] = [
  {
    id: 'gpu',
    title: 'GPU',
    align: 'left',
    sortKey: 'gpu',
    width: ({ width }) => (width >= 150 ? 14 : width >= 100 ? 10 : 8),
    spans: (row, { width }) => [
      truncateEnd(width < 12 ? row.gpuLabel.replace('×RTX ', '×') : row.gpuLabel, width),
    ],
  },
  {
    id: 'region',
    title: 'REGION',
    align: 'left',
    width: ({ width, wide }) => (width >= 120 || (wide && width >= 90) ? 8 : 0),
    spans: (row, { width }) => [[truncateEnd(row.region ?? '—', width), 'dim']],
  },
  {
    id: 'util',
    title: 'UTIL',
    align: 'left',
    sortKey: 'util',
    width: (room) => (room.width >= 60 ? barWidth(room) + percentWidth + (room.wide ? 0 : 1) : percentWidth),
    spans: (row, { width, nowMs }) =>
      barAndNumber(row, row.gpuPercent, { width, nowMs, role: 'gauge', told: 'source' }),
  },
  {
    id: 'vram',
    title: 'VRAM',
    align: 'left',
    sortKey: 'mem',
    width: (room) =>
      room.width >= 80 && !room.wide
        ? barWidth(room) + percentWidth + 1
        : room.width >= 60
          ? percentWidth
          : 0,
    spans: (row, { width, nowMs }) =>
      barAndNumber(row, row.gpuMemoryPercent, {
        ...{ width, nowMs, role: 'heat', told: 'age' },
        numberRole: gpuMemoryRole(row.gpuMemoryPercent),
      }),
  },
  {
    id: 'temperature',
    title: '°C',
    align: 'right',
    sortKey: 'temp',
    width: ({ width }) => (width >= 80 ? 3 : 0),
    spans: (row) => [figure(row, whole(row.temperatureCelsius), temperatureRole(row.temperatureCelsius))],
  },
  {
    id: 'power',
    title: 'W',
    align: 'right',
    sortKey: 'power',
    width: ({ width, wide }) => (width >= 120 || (wide && width >= 76) ? 5 : 0),
    spans: (row) => [figure(row, whole(row.powerWatts))],
  },
  wideNumber('cpu', 'CPU', 66, (row) => row.cpuPercent),
  wideNumber('ram', 'RAM', 72, (row) => row.memoryPercent),
  wideNumber('disk', 'DISK', 84, (row) => row.diskPercent),
  wideRate('received', 'NET IN', 110, (row) => row.receivedBytesPerSecond),
  wideRate('sent', 'NET OUT', 124, (row) => row.sentBytesPerSecond),
  {
    id: 'history',
    title: 'UTIL 10m',
    align: 'left',
    width: ({ width, wide }) => (wide || width < 100 ? 0 : width >= 150 ? 20 : 10),
    spans: (row, { width, nowMs }) => [
      [
        sparkline(historyOf(row.entry.history.gpuPercent, width, nowMs), { low: 0, high: 100 }),
        row.stale ? 'faint' : 'spark',
      ],
    ],
  },
  {
    id: 'cost',
    title: '$/H',
    align: 'right',
    sortKey: 'cost',
    width: ({ width }) => (width >= 60 ? 6 : 0),
    spans: (row) => [[dollars(row.costPerHourDollars), row.condition.kind === 'stopped' ? 'dim' : 'text']],
  },
  {
    id: 'uptime',
    title: 'UP',
    align: 'right',
    sortKey: 'age',
    width: ({ width }) => (width >= 100 ? 5 : width >= 70 ? 4 : 0),
    spans: (row, { width }) => [[uptime(row, width), 'dim']],
  },
  {
    id: 'age',
    title: 'AGE',
    align: 'right',
    width: ({ width, wide }) => (wide && width >= 100 ? 4 : 0),
    spans: (row) => [[row.ageMs === null ? '—' : shortDuration(row.ageMs), row.stale ? 'lost' : 'dim']],
  },
];

function barWidth({ width, wide }: Room): number {
  if (wide) return 0;
  return width >= 150 ? 14 : width >= 100 ? 8 : 6;
}

type BarCell = {
  readonly width: number;
  readonly nowMs: number;
  readonly role: Role;
  readonly numberRole?: Role;
  /** What stands in the bar's place where the figure is RunPod's: a bar is for what is live. */
  readonly told: 'source' | 'age';
};

/** With less room than a bar needs, the number alone. */
function barAndNumber(
  row: PodRow,
  value: number | null,
  { width, nowMs, role, numberRole, told }: BarCell,
): Span[] {
  const text = percent(value).padStart(percentWidth);
  const number = figure(row, text, value === null ? 'faint' : (numberRole ?? 'text'));
  const bar = width - percentWidth - 1;
  if (bar < 2) return [number];
  if (value === null) return [...gauge(null, width)];
  const words = toldWords(row, told, bar, nowMs);
  if (words !== null) return [[words.padEnd(bar), 'lost'], ' ', number];
  return [...gauge(value, bar, row.stale ? 'dim' : role), ' ', number];
}

/** Old figures are never shown in the colours of new ones. */
function figure(row: PodRow, text: string, role: Role = 'text'): Span {
  const marked = markedFigure(row, text).padStart(text.length);
  return [marked, text.endsWith('—') ? 'faint' : row.stale ? 'dim' : role];
}

function uptime(row: PodRow, width: number): string {
  if (row.uptimeSeconds === null) return '—';
  return width < 5 ? shortDuration(row.uptimeSeconds * 1000) : longDuration(row.uptimeSeconds);
}

function wideNumber(
  id: string,
  title: string,
  from: number,
  figureOf: (row: PodRow) => number | null,
): Column {
  return {
    id,
    title,
    align: 'right',
    width: ({ width, wide }) => (wide && width >= from ? percentWidth : 0),
    spans: (row) => [figure(row, percent(figureOf(row)), fullnessRole(id === 'cpu' ? 0 : figureOf(row)))],
  };
}

function wideRate(id: string, title: string, from: number, figureOf: (row: PodRow) => number | null): Column {
  return {
    id,
    title,
    align: 'right',
    width: ({ width, wide }) => (wide && width >= from ? rateWidth : 0),
    spans: (row) => [figure(row, rate(figureOf(row)))],
  };
}
