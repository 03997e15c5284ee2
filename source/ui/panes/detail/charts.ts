/** Ten minutes of a figure as a chart of several rows, with its scale at the side and its time below. */
import type { Series } from '../../../fleet/series.ts';
import { brailleChart } from '../../draw/braille-chart.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { historyOf } from '../../draw/sparkline.ts';
import type { Role } from '../../draw/theme.ts';

export type ChartPlan = {
  readonly title: string;
  readonly series: Series;
  readonly role: Role;
  /** The top of the scale where it is fixed, as for percentages; else the scale follows the greatest value. */
  readonly high: number | null;
  readonly format: (value: number) => string;
};

export type ChartRoom = { readonly width: number; readonly height: number; readonly nowMs: number };

const scaleWidth = 10;

/** `height` lines: one of title and newest value, the rest the chart. */
export function chartLines(plan: ChartPlan, { width, height, nowMs }: ChartRoom): Span[][] {
  const chartWidth = Math.max(4, width - scaleWidth - 2);
  const values = historyOf(plan.series, chartWidth * 2, nowMs);
  const known = values.filter((value) => value !== null);
  const newest = values.findLast((value) => value !== null) ?? null;
  const high = plan.high ?? niceTop(Math.max(0, ...known));
  const rows = brailleChart({ values, width: chartWidth, height: height - 1, low: 0, high });
  const summary =
    newest === null
      ? 'nothing has come in ten minutes'
      : `${plan.format(newest)}  peak ${plan.format(Math.max(...known))}`;
  return [
    [' ', [plan.title, 'title'], '  ', [summary, 'dim']],
    ...rows.map((row, index): Span[] => [
      ...cell([[scaleText(index, rows.length, plan.format, high), 'faint']], scaleWidth, 'right'),
      [index === 0 || index === rows.length - 1 ? '┤' : '│', 'faint'],
      [row, plan.role],
    ]),
  ];
}

/** The axis of time under one or more charts of this width. */
export function timeAxis(width: number): Span[] {
  const chartWidth = Math.max(4, width - scaleWidth - 2);
  const middle = Math.max(0, Math.floor(chartWidth / 2) - 6);
  const rest = Math.max(0, chartWidth - 4 - middle - 3 - 3);
  return [[`${' '.repeat(scaleWidth + 1)}-10m${' '.repeat(middle)}-5m${' '.repeat(rest)}now`, 'faint']];
}

function scaleText(index: number, count: number, format: (value: number) => string, high: number): string {
  if (index === 0) return `${format(high)} `;
  return index === count - 1 ? `${format(0)} ` : '';
}

/** A round number at or above the value: 1, 2 or 5 times a power of ten. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}
