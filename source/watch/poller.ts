/** Asks again and again, never twice at once: the next wait begins when the answer is there. */

export type Poller = {
  /** Ask now; if an answer is under way, once more after it. */
  now(): void;
  close(): void;
};

export function createPoller(options: {
  /** Returns how long to wait before the next time, in milliseconds. */
  readonly ask: (signal: AbortSignal) => Promise<number>;
  /** Told of what should not happen; returns how long to wait after it. */
  readonly onThrow: (error: unknown) => number;
}): Poller {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asking = false;
  let again = false;

  async function ask(): Promise<void> {
    if (abort.signal.aborted) return;
    if (asking) {
      again = true;
      return;
    }
    if (timer !== null) clearTimeout(timer);
    asking = true;
    const waitMs = await options.ask(abort.signal).catch(options.onThrow);
    asking = false;
    if (abort.signal.aborted) return;
    const soon = again;
    again = false;
    timer = setTimeout(() => void ask(), soon ? 0 : waitMs);
  }

  void ask();
  return {
    now: () => void ask(),
    close() {
      abort.abort();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
