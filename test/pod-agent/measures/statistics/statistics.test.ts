/** The rank statistics against values from elsewhere: by hand, or by SciPy 1.17.1 where it says so. */
import { describe, expect, it } from 'vitest';
import { varianceFactorOf } from '../../../../pod-agent/measures/statistics/autocorrelation.ts';
import { holmAdjusted } from '../../../../pod-agent/measures/statistics/holm.ts';
import { mannWhitney } from '../../../../pod-agent/measures/statistics/mann-whitney.ts';
import { twoSidedTail } from '../../../../pod-agent/measures/statistics/normal.ts';
import { medianOf, quantileOf, ranksOf, tieSizes } from '../../../../pod-agent/measures/statistics/ranks.ts';
import { shiftBetween } from '../../../../pod-agent/measures/statistics/shift.ts';
import { cumulativeU } from '../../../../pod-agent/measures/statistics/u-distribution.ts';
import { createChance, drawSeries } from './chance.ts';

const before = [101, 103, 99, 107, 95, 110, 98, 104, 96, 105];
const after = [108, 112, 106, 119, 102, 115, 109, 113, 100, 117];

describe('the Mann-Whitney test', () => {
  it('counts by hand what can be counted by hand', () => {
    // 4 against 5 values are C(9, 4) = 126 orders. U = 17 of 20, so the tail is U <= 3: 1 + 1 + 2 + 3 = 7 orders.
    const test = mannWhitney({ before: [20, 11, 17, 12], after: [19, 22, 16, 29, 24] });
    expect(test).toMatchObject({ u: 17, isExact: true });
    expect(test.pValue).toBeCloseTo((2 * 7) / 126, 12);
  });

  it('is exact for small samples without ties', () => {
    // scipy.stats.mannwhitneyu(after, before, method="exact"): U = 85, p = 0.006841455757864427.
    const test = mannWhitney({ before, after });
    expect(test).toMatchObject({ u: 85, isExact: true });
    expect(test.pValue).toBeCloseTo(0.006841455757864427, 12);
  });

  it('corrects the approximation for ties and continuity', () => {
    // scipy.stats.mannwhitneyu(method="asymptotic"): U = 50.5, p = 0.05464095473294313.
    const test = mannWhitney({ before: [1, 2, 2, 3, 3, 3, 4, 5], after: [2, 3, 4, 4, 5, 5, 6, 7] });
    expect(test).toMatchObject({ u: 50.5, isExact: false });
    expect(test.pValue).toBeCloseTo(0.05464095473294313, 10);
  });

  it('takes the approximation for larger samples', () => {
    // 1 to 25 against the same 6.5 higher, asymptotic: U = 454, p = 0.006222848471189992.
    const low = Array.from({ length: 25 }, (_, position) => position + 1);
    const test = mannWhitney({ before: low, after: low.map((value) => value + 6.5) });
    expect(test).toMatchObject({ u: 454, isExact: false });
    expect(test.pValue).toBeCloseTo(0.006222848471189992, 10);
  });

  it('says nothing where all values are the same, or none are there', () => {
    expect(mannWhitney({ before: [7, 7, 7], after: [7, 7] }).pValue).toBe(1);
    expect(mannWhitney({ before: [], after: [1] }).pValue).toBe(1);
  });

  it('is less certain of values that hang together', () => {
    const alone = mannWhitney({ before, after });
    expect(mannWhitney({ before, after, varianceFactor: 3 }).pValue).toBeGreaterThan(alone.pValue * 5);
  });
});

describe('the distribution of U', () => {
  it('is that of all orders', () => {
    // Two against two: U of the 6 orders is 0, 1, 2, 2, 3, 4.
    expect(cumulativeU(2, 2)).toEqual([1, 2, 4, 5, 6].map((count) => count / 6));
    // The tables reject at 5 % up to U = 23 for ten against ten, and up to 127 for twenty against twenty.
    expect(cumulativeU(10, 10).filter((share) => share <= 0.025)).toHaveLength(24);
    expect(cumulativeU(20, 20).filter((share) => share <= 0.025)).toHaveLength(128);
    expect(cumulativeU(20, 20).at(-1)).toBe(1);
  });
});

describe('the shift between two samples', () => {
  it('is the median of all differences, and its interval counts in from both ends', () => {
    // numpy: of the 100 sorted differences the median is 8.5, the 24th 3 and the 77th 14 (R's qwilcox(0.025, 10, 10) is 24).
    expect(shiftBetween({ before, after })).toEqual({ estimate: 8.5, low: 3, high: 14 });
  });

  it('spans all differences where there are too few for 95 %', () => {
    expect(shiftBetween({ before: [1, 2, 4], after: [9, 7, 8] })).toEqual({ estimate: 6, low: 3, high: 8 });
    expect(shiftBetween({ before: [], after: [1] })).toBeNull();
  });

  it('is wider for values that hang together', () => {
    const wide = shiftBetween({ before, after, varianceFactor: 3 });
    expect(wide?.low).toBeLessThan(3);
    expect(wide?.high).toBeGreaterThan(14);
  });
});

it('knows the tails of the normal distribution', () => {
  // 2 * scipy.stats.norm.sf(z)
  const known = [
    [0, 1],
    [0.5, 0.6170750774519738],
    [1, 0.31731050786291415],
    [1.959964, 0.049999998192884795],
    [2.5, 0.012419330651552265],
    [3, 0.0026997960632601866],
    [5, 5.733031437583866e-7],
  ] as const;
  for (const [z, tail] of known) expect(Math.abs(twoSidedTail(z) / tail - 1)).toBeLessThan(1e-9);
});

it('corrects several tests by Holm', () => {
  // By hand: 0.01 * 4 = 0.04; 0.02 * 3 = 0.06; 0.03 * 2 = 0.06; 0.04 * 1 is below the one before it, so 0.06.
  const adjusted = holmAdjusted([0.04, 0.01, 0.03, 0.02]);
  for (const [position, wanted] of [0.06, 0.04, 0.06, 0.06].entries())
    expect(adjusted[position]).toBeCloseTo(wanted, 12);
  expect(holmAdjusted([0.9, 0.8])).toEqual([1, 1]);
});

it('ranks, and finds medians and quantiles', () => {
  expect(ranksOf([30, 10, 20, 20])).toEqual([4, 1, 2.5, 2.5]);
  expect(tieSizes([1, 2, 2, 3, 3, 3])).toEqual([2, 3]);
  expect([medianOf([]), medianOf([3, 1, 2]), medianOf([4, 1, 2, 3])]).toEqual([null, 2, 2.5]);
  const hundred = Array.from({ length: 100 }, (_, position) => position + 1);
  expect([0, 0.5, 0.9, 0.99, 1].map((share) => quantileOf(hundred, share))).toEqual([1, 50, 90, 99, 100]);
  expect(quantileOf([], 0.5)).toBeNull();
});

describe('what the slices of a run say together', () => {
  it('is about right for a known memory', () => {
    // A first-order autoregression with 0.5 has (1 + 0.5) / (1 - 0.5) = 3.
    const long = drawSeries(createChance(11), { count: 4000, mean: 0, deviation: 1, memory: 0.5 });
    expect(varianceFactorOf([long])).toBeGreaterThan(2.7);
    expect(varianceFactorOf([long])).toBeLessThan(3.3);
  });

  it('takes a difference between the runs for none within them', () => {
    const chance = createChance(12);
    const low = drawSeries(chance, { count: 2000, mean: 0, deviation: 1 });
    const high = drawSeries(chance, { count: 2000, mean: 50, deviation: 1 });
    expect(varianceFactorOf([low, high])).toBeLessThan(1.15);
  });

  it('is taken for less while it rests on few values, and never for more than independent ones', () => {
    // By hand: r is 0 at least, and its error sqrt(1 / 16) = 0.25, so (1 + 0.25) / (1 - 0.25).
    const jagged = [1, 9, 1, 9, 1, 9, 1, 9];
    expect(varianceFactorOf([jagged, jagged])).toBeCloseTo(5 / 3, 12);
    expect(
      varianceFactorOf([
        [3, 3, 3, 3],
        [3, 3, 3, 3],
      ]),
    ).toBeGreaterThanOrEqual(1);
    expect(varianceFactorOf([[], [1]])).toBe(1);
    expect(varianceFactorOf([Array.from({ length: 20 }, (_, position) => position)])).toBeCloseTo(19, 9);
  });
});
