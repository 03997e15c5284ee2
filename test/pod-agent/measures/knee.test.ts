import { describe, expect, it } from 'vitest';
import { bestOf, kneeOf } from '../../../pod-agent/measures/knee.ts';

const level = (connections: number, requestsPerSecond: number, p50Ms: number | null) => ({
  connections,
  requestsPerSecond,
  p50Ms,
});

describe('the knee', () => {
  it('is the level after which more connections only wait', () => {
    const levels = [level(1, 1000, 1), level(10, 8000, 1.2), level(50, 8100, 6.1), level(100, 8050, 12.4)];
    expect(kneeOf(levels)?.connections).toBe(10);
  });

  it('is not where throughput still grows', () => {
    expect(kneeOf([level(1, 1000, 1), level(10, 8000, 1.2), level(50, 9000, 5.5)])).toBeNull();
  });

  it('is not where throughput stands still without anybody waiting for it', () => {
    // The generator may be what stands still: the server answers as fast as before.
    expect(kneeOf([level(10, 8000, 1.2), level(50, 8000, 1.3)])).toBeNull();
  });

  it('is nowhere without answers', () => {
    expect(kneeOf([])).toBeNull();
    expect(kneeOf([level(1, 0, null), level(10, 0, null)])).toBeNull();
  });
});

it('the best level is the one with the most, and none where nothing was answered', () => {
  expect(bestOf([level(1, 10, 1), level(10, 30, 1), level(50, 20, 1)])?.connections).toBe(10);
  expect(bestOf([level(1, 0, null)])).toBeNull();
});
