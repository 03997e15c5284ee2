import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyFleet } from '../../../source/fleet/reduce.ts';
import { createFleetStore, figuresEveryMs, flushEveryMs } from '../../../source/watch/fleet-store.ts';
import { makePod, makeSample, nowMs } from '../fleet/make.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const sample = { kind: 'frame', atMs: nowMs, podId: 'pod1', frame: makeSample() } as const;
const listed = { kind: 'pods-listed', provider: 'runpod', atMs: nowMs, pods: [makePod()] } as const;

function watched(intervalMs = 1000): { store: ReturnType<typeof createFleetStore>; told: () => number } {
  const store = createFleetStore(emptyFleet('test', { kind: 'waiting' }), { intervalMs });
  let told = 0;
  store.subscribe(() => told++);
  return { store, told: () => told };
}

test.each([
  [1000, 1],
  [250, 2],
])('samples of many pods each %i ms are told at most %i times a second', (intervalMs, times) => {
  const { store, told } = watched(intervalMs);
  for (let elapsedMs = 0; elapsedMs < 1000; elapsedMs += 10) {
    store.dispatch(sample);
    vi.advanceTimersByTime(10);
  }
  expect(told()).toBeLessThanOrEqual(times);
  vi.advanceTimersByTime(figuresEveryMs(intervalMs));
  expect(told()).toBeGreaterThan(0);
});

test('news does not wait for the figures', () => {
  const { store, told } = watched();
  store.dispatch(sample);
  store.dispatch(listed);
  vi.advanceTimersByTime(flushEveryMs);
  expect(told()).toBe(1);
  expect(store.snapshot().pods.size).toBe(1);
});

test('a key press flushes at once, and with nothing new nobody is told', () => {
  const { store, told } = watched();
  store.dispatch(listed);
  store.flushNow();
  store.flushNow();
  expect(told()).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(told()).toBe(1);
});
