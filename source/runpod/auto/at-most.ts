/** Waiting for what is nice to have: a while, and not beyond. */

/** A signal that ends with the caller's, when it is told to, or after a time that may be set later. */
export type Limited = {
  readonly signal: AbortSignal;
  /** From now on; only the first one counts. */
  endAfter(ms: number): void;
  end(): void;
  /** It ended by its own time, not by the caller's will. */
  isOver(): boolean;
  /** To be called when the work is done: lets go of timer and caller. */
  clear(): void;
};

export function limitedBy(outer: AbortSignal | undefined): Limited {
  const abort = new AbortController();
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => abort.abort();
  if (outer?.aborted === true) abort.abort();
  outer?.addEventListener('abort', end, { once: true });
  return {
    signal: abort.signal,
    endAfter(ms) {
      timer ??= setTimeout(() => {
        isOver = true;
        abort.abort();
      }, ms);
    },
    end,
    isOver: () => isOver,
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', end);
    },
  };
}

/** Ends with the work or with the time, whichever is first; the work goes on. */
export async function atMost(work: Promise<unknown>, waitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
