import { describe, expect, it } from 'vitest';
import { describeRating, ladders, rate, worstOf } from '../../../pod-agent/measures/ratings.ts';

describe('ratings', () => {
  it.each([
    [0.2, 'excellent'],
    [100, 'excellent'],
    [100.1, 'good'],
    [300, 'good'],
    [301, 'fair'],
    [1000, 'fair'],
    [1000.1, 'slow'],
  ])('call a health path of %d ms %s', (ms, rating) => {
    expect(rate(ladders.healthResponse, ms, 3)).toBe(rating);
  });

  it.each([
    [10, 'excellent'],
    [3, 'excellent'],
    [2.9, 'good'],
    [1.2, 'fair'],
    [1, 'slow'],
  ])('call a compression of %d times %s', (ratio, rating) => {
    expect(rate(ladders.compression, ratio, 1)).toBe(rating);
  });

  it('take any error for less than excellent', () => {
    expect(rate(ladders.errorShare, 0, 1000)).toBe('excellent');
    expect(rate(ladders.errorShare, 0.01, 1000)).toBe('good');
    expect(rate(ladders.errorShare, 5, 1000)).toBe('slow');
  });

  it('say nothing of what is not known, or of too few samples', () => {
    expect(rate(ladders.healthResponse, null, 1000)).toBe('not-rated');
    expect(rate(ladders.healthResponse, Number.NaN, 1000)).toBe('not-rated');
    expect(rate(ladders.healthResponse, 5, 2)).toBe('not-rated');
    expect(rate(ladders.errorShare, 0, 19)).toBe('not-rated');
  });

  it('are as bad together as the worst, and nothing where nothing is rated', () => {
    expect(worstOf(['excellent', 'not-rated', 'fair', 'good'])).toBe('fair');
    expect(worstOf(['slow', 'failed'])).toBe('failed');
    expect(worstOf(['not-rated'])).toBe('not-rated');
    expect(worstOf([])).toBe('not-rated');
  });

  it('say what was held against what', () => {
    expect(describeRating(ladders.healthResponse, 12.345)).toBe(
      'p90 of the health path 12.3 ms (excellent to 100 ms, good to 300 ms, fair to 1000 ms)',
    );
    expect(describeRating(ladders.compression, null)).toBe(
      'compression not known (excellent from 3 times, good from 2 times, fair from 1.2 times)',
    );
  });
});
