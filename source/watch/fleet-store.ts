/**
 * Holds the fleet outside React: events gather and are reduced together. What an operator waits for is shown within a
 * tenth of a second; figures, which come once a second from each pod, all at once.
 */
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { reduceFleet } from '../fleet/reduce.ts';
import { canWait } from './can-wait.ts';

/** Listeners are told within this time of news; a key press flushes at once. */
export const flushEveryMs = 100;

/**
 * Painting for each of 50 pods as its sample comes would cost more than all the rest of the console. Where each sends
 * once a second, the clock on the screen flushes before this time is over, and there is one frame for both.
 */
export function figuresEveryMs(intervalMs: number): number {
  return intervalMs < 1000 ? 500 : 1100;
}

export type FleetStore = {
  snapshot(): Fleet;
  dispatch(event: FleetEvent): void;
  /** Reduce what has gathered now, and tell the listeners. */
  flushNow(): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  close(): void;
};

/** `intervalMs`: between two samples of a pod. */
export function createFleetStore(
  initial: Fleet,
  { intervalMs }: { readonly intervalMs: number },
): FleetStore {
  const figuresMs = figuresEveryMs(intervalMs);
  let fleet = initial;
  let gathered: FleetEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let dueInMs = Number.POSITIVE_INFINITY;
  const listeners = new Set<() => void>();

  function flushNow(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    dueInMs = Number.POSITIVE_INFINITY;
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
      const waitMs = canWait(event, fleet) ? figuresMs : flushEveryMs;
      if (waitMs >= dueInMs) return;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(flushNow, waitMs);
      dueInMs = waitMs;
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
