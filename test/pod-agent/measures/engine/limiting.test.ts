/** When a run's figures are taken for the generator's own. */
import { expect, test } from 'vitest';
import { closedLoopIsLimited, openLoopIsLimited } from '../../../../pod-agent/measures/engine/limiting.ts';

const idle = { cpuPercent: 30, loopDelayP90Ms: 0.5, loopDelayP99Ms: 1, busyShare: 0.4 };
const latency = { count: 2000, meanMs: 1, p50Ms: 1, p90Ms: 2, p99Ms: 10, p999Ms: null, maxMs: 20 };
const punctual = { heldUpCount: 0, heldUpMs: 0 };

test('a closed loop is limited by a full processor, or by a loop that never waits', () => {
  expect(closedLoopIsLimited(idle)).toBe(false);
  expect(closedLoopIsLimited({ ...idle, cpuPercent: 90 })).toBe(true);
  expect(closedLoopIsLimited({ ...idle, busyShare: 0.99 })).toBe(true);
});

test('an open loop is limited by delays of its own that its tail cannot be told from', () => {
  expect(openLoopIsLimited(idle, punctual, latency)).toBe(false);
  expect(openLoopIsLimited({ ...idle, loopDelayP99Ms: 8 }, punctual, latency)).toBe(true);
  expect(openLoopIsLimited(idle, { heldUpCount: 21, heldUpMs: 21 * 6 }, latency)).toBe(true);
  expect(openLoopIsLimited(idle, { heldUpCount: 19, heldUpMs: 19 * 6 }, latency)).toBe(false);
});

test('beside a stall of a second the same delays are nothing', () => {
  const stalled = { ...latency, p99Ms: 920 };
  expect(openLoopIsLimited({ ...idle, loopDelayP99Ms: 8 }, punctual, stalled)).toBe(false);
  expect(openLoopIsLimited(idle, { heldUpCount: 21, heldUpMs: 21 * 6 }, stalled)).toBe(false);
});

test('a delay of one answer in a hundred says nothing where only one in ten is told', () => {
  const few = { ...latency, count: 900, p90Ms: 9, p99Ms: null };
  expect(openLoopIsLimited({ ...idle, loopDelayP99Ms: 8 }, punctual, few)).toBe(false);
  expect(openLoopIsLimited({ ...idle, loopDelayP90Ms: 6, loopDelayP99Ms: 8 }, punctual, few)).toBe(true);
  expect(openLoopIsLimited(idle, { heldUpCount: 80, heldUpMs: 80 * 6 }, few)).toBe(false);
  expect(openLoopIsLimited(idle, { heldUpCount: 100, heldUpMs: 100 * 6 }, few)).toBe(true);
});
