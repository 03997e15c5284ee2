/** Whether a figure rises: the Mann-Kendall test (normal approximation, ties corrected) and Theil and Sen's slope. */
import type { Figures } from './window.ts';
import { medianOf } from './window.ts';

export type Trend = {
  /** Of the figure, a minute; the median of the slopes of all pairs. */
  readonly perMinute: number;
  /** Of a trend this strong, or stronger, by chance in either direction. */
  readonly pValue: number;
};

const minuteMs = 60_000;

/** @param figures At least ten, else chance cannot be told from a trend. */
export function trendOf(figures: Figures): Trend {
  const slopes: number[] = [];
  let score = 0;
  for (const [at, one] of figures.entries()) {
    for (const other of figures.slice(at + 1)) {
      score += Math.sign(other.value - one.value);
      slopes.push(((other.value - one.value) / (other.atMs - one.atMs)) * minuteMs);
    }
  }
  return { perMinute: medianOf(slopes), pValue: twoSided(score, varianceOf(figures)) };
}

function varianceOf(figures: Figures): number {
  const ties = new Map<number, number>();
  for (const { value } of figures) ties.set(value, (ties.get(value) ?? 0) + 1);
  const term = (count: number) => count * (count - 1) * (2 * count + 5);
  const tied = [...ties.values()].reduce((total, count) => total + term(count), 0);
  return (term(figures.length) - tied) / 18;
}

function twoSided(score: number, variance: number): number {
  if (variance <= 0) return 1;
  const z = (Math.abs(score) - 1) / Math.sqrt(variance);
  return z <= 0 ? 1 : 2 * upperTail(z);
}

/** Of the normal distribution; Abramowitz and Stegun 26.2.17, good to seven digits. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series);
}
