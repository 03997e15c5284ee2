/** Waits for something outside, within a time and until it is not waited for any more. */
import { messageOf } from '../../base/message-of.ts';

export type Bounded<Value> =
  | { readonly kind: 'ended'; readonly value: Value }
  | { readonly kind: 'threw'; readonly message: string }
  /** It goes on, and nobody waits for it. */
  | { readonly kind: 'late' | 'left' };

/**
 * @param act Gets a signal that is aborted when the time is over, or `leave` is. One that ignores it is waited for no longer.
 * @param onGoesOn Told of an act that is no longer waited for.
 */
export async function bounded<Value>(
  options: {
    readonly limitMs: number;
    readonly leave: AbortSignal;
    readonly onGoesOn: (going: Promise<unknown>) => void;
  },
  act: (signal: AbortSignal) => Promise<Value>,
): Promise<Bounded<Value>> {
  const { limitMs, leave, onGoesOn } = options;
  const abort = new AbortController();
  const acting = act(abort.signal).then(
    (value): Bounded<Value> => ({ kind: 'ended', value }),
    (error: unknown): Bounded<Value> => ({ kind: 'threw', message: messageOf(error) }),
  );
  let giveUp = (_kind: 'late' | 'left'): void => undefined;
  const givenUp = new Promise<Bounded<Value>>((resolve) => {
    giveUp = (kind) => resolve({ kind });
  });
  const timer = setTimeout(() => giveUp('late'), limitMs);
  const onLeave = (): void => giveUp('left');
  if (leave.aborted) onLeave();
  leave.addEventListener('abort', onLeave, { once: true });
  const end = await Promise.race([acting, givenUp]);
  clearTimeout(timer);
  leave.removeEventListener('abort', onLeave);
  abort.abort();
  if (end.kind === 'late' || end.kind === 'left') onGoesOn(acting);
  return end;
}
