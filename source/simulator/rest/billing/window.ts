/** The time that a bill is asked for: snapped to whole buckets, as the description says. */
import { type BucketSize, bucketAfter, bucketSizes, bucketStart } from '../../billing/buckets.ts';
import type { Window } from '../../billing/sums.ts';
import { countIn, wordsIn } from '../catalog/filters.ts';
import { invalid, Problem } from '../problem.ts';

const usualDays = 30;
const dayMs = 86_400_000;

export function windowIn(query: URLSearchParams, nowMs: number): Window {
  const size = sizeIn(query);
  const lastN = countIn(query, 'lastN', 1);
  const [start, end] = [timeIn(query, 'startTime'), timeIn(query, 'endTime')];
  if (lastN !== null) {
    if (start !== null || end !== null)
      throw new Problem(400, 'lastN and startTime/endTime are mutually exclusive');
    const endMs = bucketAfter(bucketStart(nowMs, size), size, 1);
    return { startMs: bucketAfter(endMs, size, -lastN), endMs, size };
  }
  const startMs = bucketStart(start ?? nowMs - usualDays * dayMs, size);
  const endMs = snappedUp(end ?? nowMs, size);
  if (endMs <= startMs) throw new Problem(400, 'startTime must be before endTime');
  return { startMs, endMs, size };
}

function sizeIn(query: URLSearchParams): BucketSize {
  const [word] = wordsIn(query, 'bucketSize', bucketSizes);
  return bucketSizes.find((size) => size === word) ?? 'day';
}

function timeIn(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  const ms = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(ms))
    throw invalid([`$.${name}: '${text}' is not valid 'date-time'`]);
  return ms;
}

function snappedUp(ms: number, size: BucketSize): number {
  const startMs = bucketStart(ms, size);
  return startMs === ms ? ms : bucketAfter(startMs, size, 1);
}
