/** Many waits that one signal ends: each has its deadline, and the signal gets one listener for all of them. */

export type Waits = {
  /** null after the deadline, at the end, or where the promise rejects. Whoever made the promise sees to it that it ends. */
  within<Value>(promise: Promise<Value>, deadlineMs: number): Promise<Value | null>;
  pause(durationMs: number): Promise<void>;
  /** Ends all waits, as the signal does. */
  end(): void;
};

export function createWaits(signal: AbortSignal): Waits {
  const open = new Set<() => void>();
  let isOver = false;

  function end(): void {
    isOver = true;
    signal.removeEventListener('abort', end);
    for (const giveUp of [...open]) giveUp();
  }

  function within<Value>(promise: Promise<Value>, deadlineMs: number): Promise<Value | null> {
    return new Promise((resolve) => {
      const settle = (value: Value | null) => {
        clearTimeout(timer);
        open.delete(giveUp);
        resolve(value);
      };
      const giveUp = () => settle(null);
      const timer = setTimeout(giveUp, deadlineMs);
      open.add(giveUp);
      promise.then(settle, giveUp);
      if (isOver) giveUp();
    });
  }

  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return {
    within,
    async pause(durationMs) {
      await within(new Promise(() => {}), durationMs);
    },
    end,
  };
}
