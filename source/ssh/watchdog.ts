/**
 * Whether a stream that is open still lives. Only the silence of its samples tells: a pod whose agent hangs keeps
 * answering keepalives for ever. Pure but for what it remembers; times are monotonic milliseconds.
 */
import type { LinkTimings } from './timings.ts';

export type Watchdog = {
  heard(nowMs: number): void;
  /** To be asked every `tickMs`. `dead`: to be connected anew. */
  look(nowMs: number): 'live' | 'stale' | 'dead';
};

export function createWatchdog(options: {
  readonly intervalMs: number;
  readonly nowMs: number;
  readonly timings: LinkTimings;
}): Watchdog {
  const { intervalMs, timings } = options;
  const staleMs = timings.staleIntervals * intervalMs + timings.staleGraceMs;
  let heardAtMs = options.nowMs;
  let lookedAtMs = options.nowMs;
  return {
    heard(nowMs) {
      heardAtMs = nowMs;
    },
    look(nowMs) {
      const sinceLookMs = nowMs - lookedAtMs;
      lookedAtMs = nowMs;
      // The console slept or was busy: what came meanwhile is still unread, so this time is no silence.
      if (sinceLookMs > timings.tickMs + timings.ownStallMs) heardAtMs += sinceLookMs;
      const silentMs = nowMs - heardAtMs;
      if (silentMs > staleMs * timings.reconnectFactor) return 'dead';
      return silentMs > staleMs ? 'stale' : 'live';
    },
  };
}
