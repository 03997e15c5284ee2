/** History in one row: eight levels, the newest value on the right, a dot where nothing came. */
import { bucketsOf } from '../../fleet/questions.ts';
import type { Series } from '../../fleet/series.ts';
import { seriesSeconds } from '../../fleet/series.ts';

const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const gap = '·';

export function sparkline(
  values: readonly (number | null)[],
  range: { readonly low: number; readonly high: number },
): string {
  let line = '';
  for (const value of values) line += value === null ? gap : levelOf(value, range);
  return line;
}

/**
 * The last ten minutes in `width` parts. The parts begin at fixed times, not at now: so a part changes only while it
 * is being filled, and the whole line moves by one cell when a part is full, instead of trembling every second.
 */
export function historyOf(series: Series, width: number, nowMs: number): (number | null)[] {
  const perCell = Math.max(1, Math.floor(seriesSeconds / Math.max(1, width)));
  const nowSecond = (Math.floor(nowMs / 1000 / perCell) + 1) * perCell - 1;
  return bucketsOf(series, { nowSecond, seconds: perCell * width, buckets: width });
}

function levelOf(value: number, { low, high }: { readonly low: number; readonly high: number }): string {
  const share = high > low ? (value - low) / (high - low) : 0;
  return levels[Math.min(levels.length - 1, Math.max(0, Math.floor(share * levels.length)))] ?? gap;
}
