/** A clock that stands until it is moved. */
import type { Clock } from '../../../source/base/clock.ts';

export type StillClock = Clock & { moveTo(seconds: number): void };

/** Seconds count from the clock's making. */
export function createStillClock(): StillClock {
  const startMs = Date.UTC(2026, 10, 23, 12);
  let nowMs = 0;
  return {
    wallMs: () => startMs + nowMs,
    monotonicMs: () => nowMs,
    moveTo(seconds) {
      nowMs = seconds * 1000;
    },
  };
}
