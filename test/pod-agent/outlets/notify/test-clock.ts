/** A clock whose time passes when the test says so. Real waiting, as for a socket, goes on beside it. */
import type { Clock } from '../../../../pod-agent/outlets/notify/clock.ts';
import { startMs } from './reports.ts';

export type TestClock = Clock & {
  /** Lets time pass and fires what is due, in order. */
  pass(durationMs: number): void;
  /** How far away the timers are. */
  timers(): readonly number[];
};

export function createTestClock(): TestClock {
  let nowMs = 0;
  const timers = new Map<symbol, { readonly atMs: number; readonly act: () => void }>();
  return {
    wallMs: () => startMs + nowMs,
    monotonicMs: () => nowMs,
    setTimer(durationMs, act) {
      const key = Symbol('timer');
      timers.set(key, { atMs: nowMs + durationMs, act });
      return () => timers.delete(key);
    },
    pass(durationMs) {
      const untilMs = nowMs + durationMs;
      for (;;) {
        const [next] = [...timers]
          .filter(([, { atMs }]) => atMs <= untilMs)
          .sort(([, a], [, b]) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers.delete(next[0]);
        nowMs = next[1].atMs;
        next[1].act();
      }
      nowMs = untilMs;
    },
    timers: () => [...timers.values()].map(({ atMs }) => atMs - nowMs),
  };
}
