/** Ten minutes of the whole fleet: mean utilisation of all cards, and the power they draw. */
import type { Fleet } from '../../fleet/fleet.ts';
import { type Series, seriesSeconds } from '../../fleet/series.ts';
import { brailleChart } from '../draw/braille-chart.ts';
import { percent, watts } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { cell } from '../draw/rows.ts';
import { historyOf } from '../draw/sparkline.ts';
import { titleLine } from '../draw/title-line.ts';
import { type DrawPane, filledRows } from './pane.ts';

const scaleWidth = 7;

export const drawFleetHistory: DrawPane = ({ paint, fleet, totals, nowMs }, { rect }) => {
  const chartWidth = rect.width - scaleWidth - 2;
  const height = rect.height - 2;
  const values = meanOf(fleet, { cells: chartWidth, nowMs });
  const rows = brailleChart({ values, width: chartWidth, height, low: 0, high: 100 });
  const title = titleLine(paint, rect.width, {
    title: 'fleet 10 min',
    right: [
      ['GPU use ', 'dim'],
      [percent(totals.gpuPercent), 'title'],
      ['  power ', 'dim'],
      [watts(totals.powerWatts), 'title'],
    ],
    focused: false,
  });
  const lines = rows.map((row, index) => {
    const label =
      index === 0
        ? '100%'
        : index === height - 1
          ? '0%'
          : index === Math.floor((height - 1) / 2)
            ? '50%'
            : '';
    const axis: Span = [label === '' ? '│' : '┤', 'faint'];
    return paint.line(
      [...cell([[`${label} `, 'faint']], scaleWidth, 'right'), axis, [row, 'gauge']],
      rect.width,
    );
  });
  const half = Math.floor(chartWidth / 2) - 5;
  const times = `${' '.repeat(scaleWidth + 1)}-10m${' '.repeat(Math.max(0, half))}-5m${' '.repeat(Math.max(0, chartWidth - half - 10))}now`;
  return filledRows([title, ...lines, paint.line([[times, 'faint']], rect.width)], rect);
};

/** Above this many pods a sample of them tells as much: drawing must not grow with the fleet. */
const maxSampledPods = 64;

/** Two values per cell: the mean over the pods, each with the weight of its cards. */
function meanOf(
  fleet: Fleet,
  { cells, nowMs }: { readonly cells: number; readonly nowMs: number },
): (number | null)[] {
  const count = Math.min(cells * 2, seriesSeconds);
  const sums = new Float64Array(count);
  const weights = new Float64Array(count);
  for (const { series, weight } of sampled(fleet)) {
    const values = historyOf(series, count, nowMs);
    for (const [index, value] of values.entries()) {
      if (value === null) continue;
      sums[index] = (sums[index] ?? 0) + value * weight;
      weights[index] = (weights[index] ?? 0) + weight;
    }
  }
  return Array.from({ length: cells * 2 }, (_, index) => {
    const at = index - (cells * 2 - count);
    const weight = at < 0 ? 0 : (weights[at] ?? 0);
    return weight === 0 ? null : (sums[at] ?? 0) / weight;
  });
}

function sampled(fleet: Fleet): { readonly series: Series; readonly weight: number }[] {
  const withCards = [...fleet.pods.values()].filter((entry) => entry.history.gpuPercent.newestSecond > 0);
  const step = Math.max(1, Math.ceil(withCards.length / maxSampledPods));
  return withCards
    .filter((_, index) => index % step === 0)
    .map((entry) => ({ series: entry.history.gpuPercent, weight: entry.pod.gpuCount ?? 1 }));
}
