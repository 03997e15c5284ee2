/** Time as the notifications use it, handed in so that a test need not wait for it. */

export type Clock = {
  /** Milliseconds since the epoch, by the pod's own clock. */
  wallMs(): number;
  /** Never jumps. */
  monotonicMs(): number;
  /** Acts once after the time, unless it is cancelled by what is returned. */
  setTimer(durationMs: number, act: () => void): () => void;
};

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer(durationMs, act) {
    // What waits for a receiver holds no process that has nothing else to do.
    const timer = setTimeout(act, durationMs).unref();
    return () => clearTimeout(timer);
  },
};
