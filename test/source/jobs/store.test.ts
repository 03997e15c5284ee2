import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJobsStore, flushEveryMs } from '../../../source/jobs/store.ts';
import { makeJob, outputEvent } from './make.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('listeners are told once for what gathers, within a tenth of a second', () => {
  const store = createJobsStore();
  let told = 0;
  const end = store.subscribe(() => told++);
  store.dispatch({ kind: 'job-began', job: makeJob() });
  for (let sequence = 1; sequence <= 50; sequence++)
    store.dispatch({
      kind: 'run-events',
      jobId: makeJob().id,
      podId: 'pod1',
      events: [outputEvent(sequence)],
    });
  expect(told).toBe(0);
  vi.advanceTimersByTime(flushEveryMs);
  expect(told).toBe(1);
  expect(store.snapshot().jobs[0]?.runs[0]?.events).toHaveLength(50);
  end();
  store.dispatch({ kind: 'job-began', job: makeJob({ id: '20270115T080000001-42-000000' }) });
  vi.advanceTimersByTime(flushEveryMs);
  expect(told).toBe(1);
});

test('what was dispatched is in the snapshot at once', () => {
  const store = createJobsStore();
  store.dispatch({ kind: 'job-began', job: makeJob() });
  const snapshot = store.snapshot();
  expect(snapshot.jobs).toHaveLength(1);
  expect(store.snapshot()).toBe(snapshot);
  store.close();
});
