/** Time, handed in so that what depends on it can be tested. */
export type Clock = {
  /** Milliseconds since the epoch. */
  wallMs(): number;
  /** Never jumps; for waits and rates. */
  monotonicMs(): number;
};

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
