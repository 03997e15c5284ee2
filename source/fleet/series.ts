/** History of a figure at one value a second, in a ring of fixed size: what sparklines and charts are drawn from. */

/** Ten minutes at 1 Hz. */
export const seriesSeconds = 600;

export type Series = {
  /** One slot a second, by second modulo length; NaN where nothing came. */
  readonly slots: Float32Array;
  /** The newest second written, since the epoch; 0 before the first. */
  readonly newestSecond: number;
};

export function emptySeries(): Series {
  return { slots: new Float32Array(seriesSeconds).fill(Number.NaN), newestSecond: 0 };
}

/**
 * Writes a value at its second and clears the seconds skipped, so that a gap stays a gap.
 * The slots are changed in place (a copy per sample and pod would be most of the console's garbage); the wrapper is new.
 */
export function recordValue(series: Series, second: number, value: number | null): Series {
  const { slots } = series;
  if (second <= series.newestSecond - slots.length) return series;
  const firstToClear = Math.max(series.newestSecond + 1, second - slots.length + 1);
  if (series.newestSecond > 0)
    for (let at = firstToClear; at < second; at++) slots[at % slots.length] = Number.NaN;
  slots[second % slots.length] = value ?? Number.NaN;
  return { slots, newestSecond: Math.max(series.newestSecond, second) };
}

/**
 * The last `seconds` up to `nowSecond` in `buckets` equal parts, oldest first, each the greatest value in it
 * (a peak must survive being drawn small), or null where nothing came.
 */
export function bucketsOf(
  series: Series,
  range: { readonly nowSecond: number; readonly seconds: number; readonly buckets: number },
): (number | null)[] {
  const result: (number | null)[] = [];
  const perBucket = range.seconds / range.buckets;
  for (let bucket = 0; bucket < range.buckets; bucket++) {
    const from = range.nowSecond - range.seconds + 1 + Math.floor(bucket * perBucket);
    const to = range.nowSecond - range.seconds + 1 + Math.floor((bucket + 1) * perBucket);
    result.push(greatest(series, from, Math.max(to, from + 1)));
  }
  return result;
}

function greatest(series: Series, fromSecond: number, toSecond: number): number | null {
  const { slots, newestSecond } = series;
  let found: number | null = null;
  for (let second = fromSecond; second < toSecond; second++) {
    if (second > newestSecond || second <= newestSecond - slots.length || second < 0) continue;
    const value = slots[second % slots.length];
    if (value === undefined || Number.isNaN(value)) continue;
    if (found === null || value > found) found = value;
  }
  return found;
}
