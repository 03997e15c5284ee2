/** Holds the jobs outside React: events gather and are reduced together, and listeners are told within a tenth of a second. */
import { type JobsEvent, type JobsSnapshot, noJobs } from './model/job.ts';
import { reduceJobs } from './model/reduce.ts';

export const flushEveryMs = 100;

export type JobsStore = {
  /** With all that has been dispatched until now. */
  snapshot(): JobsSnapshot;
  dispatch(event: JobsEvent): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  close(): void;
};

export function createJobsStore(initial: JobsSnapshot = noJobs): JobsStore {
  let snapshot = initial;
  let gathered: JobsEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();

  function reduceNow(): void {
    if (gathered.length === 0) return;
    const events = gathered;
    gathered = [];
    snapshot = reduceJobs(snapshot, events);
  }

  function tell(): void {
    timer = null;
    reduceNow();
    for (const listener of listeners) listener();
  }

  return {
    snapshot() {
      reduceNow();
      return snapshot;
    },
    dispatch(event) {
      gathered.push(event);
      timer ??= setTimeout(tell, flushEveryMs);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      reduceNow();
      timer = null;
      listeners.clear();
    },
  };
}
