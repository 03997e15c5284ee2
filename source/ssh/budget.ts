/** How much a pod may send: a steady rate, and once in a while a burst. */

export type Budget = {
  /** False when it is used up. */
  spend(amount: number): boolean;
};

/** A bucket that fills at `perSecond` up to `burst`. */
export function createBudget(options: {
  readonly perSecond: number;
  readonly burst: number;
  monotonicMs(): number;
}): Budget {
  let left = options.burst;
  let atMs = options.monotonicMs();
  return {
    spend(amount) {
      const nowMs = options.monotonicMs();
      left = Math.min(options.burst, left + ((nowMs - atMs) / 1000) * options.perSecond) - amount;
      atMs = nowMs;
      return left >= 0;
    },
  };
}
