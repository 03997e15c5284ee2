/** The two-sided Mann-Whitney U test: do two samples differ in where they lie? Pure. */
import { twoSidedTail } from './normal.ts';
import { ranksOf, tieSizes } from './ranks.ts';
import { cumulativeU, largestExactCount } from './u-distribution.ts';

export type TwoSamples = {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** How many times larger the variance of U is than it would be of independent values; 1 for independent ones. */
  readonly varianceFactor?: number;
};

export type RankTest = {
  /** Pairs in which the value after is the larger one, equal ones counting half. */
  readonly u: number;
  readonly pValue: number;
  readonly isExact: boolean;
};

/**
 * Exact for at most 20 independent values without ties on either side; else by the normal approximation with corrections for
 * ties and continuity (Lehmann, Nonparametrics, 1.2 and 1.4). Without a value on either side, p is 1.
 */
export function mannWhitney(samples: TwoSamples): RankTest {
  const { before, after } = samples;
  const [m, n] = [after.length, before.length];
  if (m === 0 || n === 0) return { u: 0, pValue: 1, isExact: false };
  const ranks = ranksOf([...after, ...before]).slice(0, m);
  const u = ranks.reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
  if (isExactFor(samples)) {
    const tail = cumulativeU(m, n)[Math.min(u, m * n - u)] ?? 1;
    return { u, pValue: Math.min(1, 2 * tail), isExact: true };
  }
  const deviation = deviationOfU(samples);
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  return { u, pValue: deviation === 0 ? 1 : twoSidedTail(distance / deviation), isExact: false };
}

export function isExactFor({ before, after, varianceFactor = 1 }: TwoSamples): boolean {
  const isSmall = before.length <= largestExactCount && after.length <= largestExactCount;
  return isSmall && varianceFactor === 1 && tieSizes([...before, ...after]).length === 0;
}

/** Standard deviation of U: mn/12 * (N + 1 - sum of (t^3 - t) / (N (N - 1))), t the sizes of ties, before the factor. */
export function deviationOfU({ before, after, varianceFactor = 1 }: TwoSamples): number {
  const [m, n] = [after.length, before.length];
  const all = m + n;
  const ties = tieSizes([...before, ...after]).reduce((sum, size) => sum + size ** 3 - size, 0);
  return Math.sqrt(varianceFactor * ((m * n) / 12) * (all + 1 - ties / (all * (all - 1))));
}
