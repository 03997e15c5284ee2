/** By how much one sample lies above another, with an interval: Hodges and Lehmann's estimate. Pure. */
import { deviationOfU, isExactFor, type TwoSamples } from './mann-whitney.ts';
import { ascending, medianOf } from './ranks.ts';
import { cumulativeU } from './u-distribution.ts';

export type Shift = {
  /** The median of all differences "after minus before". */
  readonly estimate: number;
  /** Of 95 %; with fewer than 4 values on a side no interval reaches that, and this one spans all differences. */
  readonly low: number;
  readonly high: number;
};

const outsideEachEnd = 0.025;
/** Of the standard normal distribution, at 97.5 %. */
const normalQuantile = 1.959964;

/**
 * The interval is the one that belongs to the Mann-Whitney test: from the k-th smallest of the m*n differences to the k-th
 * largest, k - 1 being the largest U that the test rejects (Lehmann, Nonparametrics, 2.6). null without a value on either side.
 */
export function shiftBetween(samples: TwoSamples): Shift | null {
  const { before, after } = samples;
  const differences = ascending(after.flatMap((later) => before.map((earlier) => later - earlier)));
  const k = Math.max(1, rankOfEnd(samples));
  const [estimate, low, high] = [medianOf(differences), differences[k - 1], differences.at(-k)];
  return estimate === null || low === undefined || high === undefined ? null : { estimate, low, high };
}

function rankOfEnd(samples: TwoSamples): number {
  const [m, n] = [samples.after.length, samples.before.length];
  if (isExactFor(samples)) return cumulativeU(m, n).filter((share) => share <= outsideEachEnd).length;
  return Math.floor((m * n) / 2 - normalQuantile * deviationOfU(samples));
}
