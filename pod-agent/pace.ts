/** Regular work. */
import { pause } from './pause.ts';

export type Pace = {
  readonly intervalMs: number;
  monotonicMs(): number;
  readonly signal: AbortSignal;
};

/**
 * Acts at once and then on every beat of a grid that does not drift. Beats never overlap: those that pass while one is
 * being acted on are left out. Resolves when the signal is given.
 */
export async function everyBeat(pace: Pace, act: () => Promise<void> | void): Promise<void> {
  const { intervalMs, signal } = pace;
  let nextMs = pace.monotonicMs();
  while (!signal.aborted) {
    await act();
    const nowMs = pace.monotonicMs();
    nextMs += intervalMs * Math.max(1, Math.ceil((nowMs - nextMs) / intervalMs));
    await pause(nextMs - nowMs, signal);
  }
}
