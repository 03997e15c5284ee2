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

function watched(): { store: ReturnType<typeof createFleetStore>; told: () => number } {
  const store = createFleetStore(emptyFleet('test', { kind: 'waiting' }));
  let told = 0;
  store.subscribe(() => told++);
  return { store, told: () => told };
}

test('a second of samples from many pods is told at most twice', () => {
  const { store, told } = watched();
  for (let elapsedMs = 0; elapsedMs < 1000; elapsedMs += 10) {
    store.dispatch(sample);
    vi.advanceTimersByTime(10);
  }
  expect(told()).toBeLessThanOrEqual(1000 / figuresEveryMs);
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
  vi.advanceTimersByTime(10 * figuresEveryMs);
  expect(told()).toBe(1);
});
