/** When to try again, and the wait until then. */

export type Backoff = {
  /** The most that the first wait can be. */
  readonly firstDelayMs: number;
  /** What the doubling stops at. */
  readonly maxDelayMs: number;
  /** 0 up to 1, e.g. `Math.random`. */
  readonly random: () => number;
};

/**
 * How long to wait after failed attempt number `attempt` (0 is the first), in whole milliseconds.
 * Full jitter: evenly drawn from 0 up to the doubled delay, so that many callers that failed together do not come
 * back together ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function backoffDelayMs(attempt: number, { firstDelayMs, maxDelayMs, random }: Backoff): number {
  const ceilingMs = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.max(0, attempt));
  return Math.round(ceilingMs * Math.min(1, Math.max(0, random())));
}

/** Waits. `aborted` as soon as the signal says so; then no timer is left behind. */
export type Sleep = (delayMs: number, signal?: AbortSignal) => Promise<'slept' | 'aborted'>;

export const sleep: Sleep = (delayMs, signal) => {
  if (signal?.aborted === true) return Promise.resolve('aborted');
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish('slept'), Math.min(Math.max(0, delayMs), longestTimerMs));
    const onAbort = () => finish('aborted');
    signal?.addEventListener('abort', onAbort, { once: true });

    function finish(how: 'slept' | 'aborted'): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(how);
    }
  });
};

/** Beyond this a timer of Node fires at once. */
const longestTimerMs = 2 ** 31 - 1;
