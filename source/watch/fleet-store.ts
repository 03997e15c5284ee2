/** Holds the fleet outside React: events gather and are reduced together, at most ten times a second. */
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { reduceFleet } from '../fleet/reduce.ts';

/** Listeners are told at most this often; a key press flushes at once. */
export const flushEveryMs = 100;

export type FleetStore = {
  snapshot(): Fleet;
  dispatch(event: FleetEvent): void;
  /** Reduce what has gathered now, and tell the listeners. */
  flushNow(): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  close(): void;
};

export function createFleetStore(initial: Fleet): FleetStore {
  let fleet = initial;
  let gathered: FleetEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();

  function flushNow(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (gathered.length === 0) return;
    const events = gathered;
    gathered = [];
    fleet = reduceFleet(fleet, events);
    for (const listener of listeners) listener();
  }

  return {
    snapshot: () => fleet,
    dispatch(event) {
      gathered.push(event);
      timer ??= setTimeout(flushNow, flushEveryMs);
    },
    flushNow,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      listeners.clear();
    },
  };
}
