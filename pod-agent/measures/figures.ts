/** Figures and slices as a result holds them. Pure. */
import type { Figure, SliceSeries } from '../protocol/benchmark-report.ts';
import type { Latency } from './engine/load.ts';
import { medianOf, quantileOf } from './statistics/ranks.ts';

/** The share of 1 % at the end is a handful of values below that. */
export const leastForP99 = 1000;
/** As many as a comparison can make use of without adding up to a report of megabytes. */
const mostSlices = 40;
const leastInSlice = 3;

export function latencyFigures(prefix: string, latency: Latency | null): readonly Figure[] {
  const figure = (name: string, value: number | null | undefined): Figure => ({
    name: `${prefix}${name}`,
    value: value ?? null,
    unit: 'ms',
  });
  return [
    figure('p50', latency?.p50Ms),
    figure('p90', latency?.p90Ms),
    figure('p99', latency?.p99Ms),
    figure('max', latency?.maxMs),
  ];
}

/** The same of single answers. */
export function latencyOf(values: readonly number[]): Latency | null {
  const [p50Ms, p90Ms, maxMs] = [0.5, 0.9, 1].map((share) => quantileOf(values, share));
  if (p50Ms == null || p90Ms == null || maxMs == null) return null;
  return {
    count: values.length,
    meanMs: values.reduce((sum, value) => sum + value, 0) / values.length,
    p50Ms,
    p90Ms,
    p99Ms: values.length < leastForP99 ? null : quantileOf(values, 0.99),
    p999Ms: values.length < leastForP99 * 10 ? null : quantileOf(values, 0.999),
    maxMs,
  };
}

/** Medians of equally many neighbours; nothing of what is too few to compare. */
export function slicesOf(values: readonly number[]): readonly number[] {
  const size = Math.max(leastInSlice, Math.ceil(values.length / mostSlices));
  const whole = Math.floor(values.length / size);
  return Array.from({ length: whole }, (_, slice) =>
    medianOf(values.slice(slice * size, (slice + 1) * size)),
  ).filter((median) => median !== null);
}

/** Of times, of which less is better; nothing of an empty list. */
export function timeSeries(name: string, values: readonly (number | null)[]): readonly SliceSeries[] {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? [] : [{ name, unit: 'ms', better: 'lower', values: known }];
}

export function figureIn(figures: readonly Figure[], name: string): number | null {
  return figures.find((figure) => figure.name === name)?.value ?? null;
}
