/** What the words of a benchmark stand for: one table, which docs/benchmark.md explains. Pure. */
import type { Rating } from '../protocol/benchmark-report.ts';

export type Ladder = {
  /** What is held against it. */
  readonly what: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** Still that good at this value; beyond the last one it is slow. */
  readonly excellent: number;
  readonly good: number;
  readonly fair: number;
  /** With fewer samples the figure is not rated. */
  readonly leastSamples: number;
};

export const ladders = {
  healthResponse: lowerIsBetter({ what: 'p90 of the health path', unit: 'ms', steps: [100, 300, 1000] }),
  /** The last step is where people begin to wait: web.dev calls a first byte after 800 ms one that needs work. */
  firstByte: lowerIsBetter({ what: 'p90 of the first byte', unit: 'ms', steps: [100, 300, 800] }),
  fullPage: lowerIsBetter({ what: 'p90 of the whole page', unit: 'ms', steps: [200, 500, 1500] }),
  loadedResponse: lowerIsBetter({ what: 'p99 at 60 % of the best', unit: 'ms', steps: [100, 300, 1000] }),
  errorShare: { ...lowerIsBetter({ what: 'errors', unit: '%', steps: [0, 0.1, 1] }), leastSamples: 20 },
  throttling: lowerIsBetter({ what: 'throttled periods', unit: '%', steps: [1, 10, 25] }),
  memory: lowerIsBetter({ what: 'memory of its limit', unit: '%', steps: [70, 85, 95] }),
  compression: {
    what: 'compression',
    unit: 'times',
    better: 'higher',
    excellent: 3,
    good: 2,
    fair: 1.2,
    leastSamples: 1,
  },
} as const satisfies Readonly<Record<string, Ladder>>;

/** null, what is no number, and what rests on too few samples is not rated. */
export function rate(ladder: Ladder, value: number | null, sampleCount: number): Rating {
  if (value === null || !Number.isFinite(value) || sampleCount < ladder.leastSamples) return 'not-rated';
  const reaches = (step: number) => (ladder.better === 'lower' ? value <= step : value >= step);
  if (reaches(ladder.excellent)) return 'excellent';
  if (reaches(ladder.good)) return 'good';
  return reaches(ladder.fair) ? 'fair' : 'slow';
}

/** "p90 of the health path 4.2 ms (excellent to 100 ms, good to 300 ms, fair to 1000 ms)" */
export function describeRating(ladder: Ladder, value: number | null): string {
  const { what, unit, better, excellent, good, fair } = ladder;
  const word = better === 'lower' ? 'to' : 'from';
  const step = (figure: number) => `${word} ${figure} ${unit}`;
  const seen = value === null ? 'not known' : `${roundedFigure(value)} ${unit}`;
  return `${what} ${seen} (excellent ${step(excellent)}, good ${step(good)}, fair ${step(fair)})`;
}

const fromWorst: readonly Rating[] = ['failed', 'slow', 'fair', 'good', 'excellent'];

/** What is not rated does not count, unless nothing is. */
export function worstOf(ratings: readonly Rating[]): Rating {
  return fromWorst.find((rating) => ratings.includes(rating)) ?? 'not-rated';
}

/** Three digits, as many as a person reads. */
export function roundedFigure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
}

function lowerIsBetter(about: {
  readonly what: string;
  readonly unit: string;
  readonly steps: readonly [excellent: number, good: number, fair: number];
}): Ladder {
  const [excellent, good, fair] = about.steps;
  return { what: about.what, unit: about.unit, better: 'lower', excellent, good, fair, leastSamples: 3 };
}
