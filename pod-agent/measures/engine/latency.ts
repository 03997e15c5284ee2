/** Latencies in a native histogram: 65 ns a record, in nanoseconds, so that what is under a millisecond is not lost. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Latency } from './load.ts';

export const fewestForP99 = 1000;
export const fewestForP999 = 10_000;

const nanosecondsPerMs = 1e6;

export function latencyHistogram(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: 3600e9, figures: 3 });
}

export function recordMs(histogram: RecordableHistogram, latencyMs: number): void {
  histogram.record(Math.max(1, Math.round(latencyMs * nanosecondsPerMs)));
}

export function percentileMs(histogram: RecordableHistogram, percentile: number): number {
  return histogram.percentile(percentile) / nanosecondsPerMs;
}

/** null of none. */
export function latencyOf(histogram: RecordableHistogram, count: number): Latency | null {
  if (count === 0) return null;
  return {
    count,
    meanMs: histogram.mean / nanosecondsPerMs,
    p50Ms: percentileMs(histogram, 50),
    p90Ms: percentileMs(histogram, 90),
    p99Ms: count < fewestForP99 ? null : percentileMs(histogram, 99),
    p999Ms: count < fewestForP999 ? null : percentileMs(histogram, 99.9),
    maxMs: histogram.max / nanosecondsPerMs,
  };
}
