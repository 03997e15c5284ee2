/** Time as the simulator sees it. Handed in, so that the same second can be looked at twice. */
export type Clock = {
  /** Milliseconds since the epoch. */
  wallMs(): number;
  /** Never jumps. */
  monotonicMs(): number;
};

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
