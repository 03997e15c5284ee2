/** The live chart of a benchmark: requests per second and their median time, beside each other where there is room. */
import { figureText } from '../../../jobs/model/figure-text.ts';
import type { PodRun } from '../../../jobs/model/job.ts';
import { seriesOfEvents } from '../../../jobs/model/lines.ts';
import type { PointSeries } from '../../../jobs/model/run-reader.ts';
import { brailleChart } from '../../draw/braille-chart.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Role } from '../../draw/theme.ts';

const scaleWidth = 8;

/** `height` lines. */
export function jobChart(
  run: PodRun,
  { width, height, isNamed }: { readonly width: number; readonly height: number; readonly isNamed: boolean },
): Span[][] {
  const shown = chosen(seriesOfEvents(run.events), width >= 76 ? 2 : 1);
  const columnWidth = Math.floor(width / Math.max(1, shown.length));
  const columns = shown.map((series, index) =>
    oneChart(series, {
      width: columnWidth,
      height,
      role: index === 0 ? 'gauge' : 'heat',
      owner: isNamed ? `${run.podName}  ` : '',
    }),
  );
  return Array.from({ length: height }, (_, row) =>
    columns.flatMap((column) => cell(column[row] ?? [], columnWidth)),
  );
}

/** Throughput first, then the median; of what has neither, whatever came first. */
function chosen(all: readonly PointSeries[], count: number): readonly PointSeries[] {
  const rank = ({ name, unit }: PointSeries) => (unit === 'req/s' ? 0 : /p50|median/.test(name) ? 1 : 2);
  return [...all].sort((left, right) => rank(left) - rank(right)).slice(0, count);
}

function oneChart(
  { name, unit, points }: PointSeries,
  {
    width,
    height,
    role,
    owner,
  }: { readonly width: number; readonly height: number; readonly role: Role; readonly owner: string },
): Span[][] {
  const chartWidth = Math.max(4, width - scaleWidth - 2);
  const values = points.slice(-chartWidth * 2).map(({ value }) => value);
  const known = values.filter((value) => Number.isFinite(value));
  const high = niceTop(Math.max(0, ...known));
  const rows = brailleChart({ values, width: chartWidth, height: height - 1, low: 0, high });
  const newest = values[values.length - 1] ?? null;
  const peak = known.length === 0 ? null : Math.max(...known);
  const title: Span[] = [
    ' ',
    [`${owner}${name}`, 'title'],
    '  ',
    [figureText(newest, unit), role],
    [`  peak ${figureText(peak, unit)}`, 'dim'],
  ];
  return [
    title,
    ...rows.map((row, index): Span[] => [
      ...cell([[scaleText(index, rows.length, high), 'faint']], scaleWidth, 'right'),
      [index === 0 || index === rows.length - 1 ? '┤' : '│', 'faint'],
      [row, role],
    ]),
  ];
}

function scaleText(index: number, count: number, high: number): string {
  if (index === 0) return `${figureText(high, '')} `;
  return index === count - 1 ? '0 ' : '';
}

/** A round number at or above the value, not so far above it that half of the chart is empty. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value) ?? 10) * power;
}
