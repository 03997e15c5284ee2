/** One request under its deadline and its caller's signal. */

export type Cut =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' }
  /** What was thrown. Not to be shown: a message of `fetch` may quote the key. */
  | { readonly kind: 'failed'; readonly error: unknown };

export type Deadline = { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined };

/** `act` is handed a signal that tells of both. Never throws. */
export async function withinDeadline<Value>(
  { timeoutMs, signal }: Deadline,
  act: (signal: AbortSignal) => Promise<Value>,
): Promise<Value | Cut> {
  if (hasEnded(signal)) return { kind: 'cancelled' };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const onAbort = () => deadline.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await act(deadline.signal);
  } catch (error) {
    if (hasEnded(signal)) return { kind: 'cancelled' };
    return deadline.signal.aborted ? { kind: 'timeout' } : { kind: 'failed', error };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Asked afresh each time: the signal changes while an answer is awaited. */
function hasEnded(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
