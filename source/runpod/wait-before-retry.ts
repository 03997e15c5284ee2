import { backoffDelayMs } from '../base/retry.ts';
import type { Trouble } from './trouble.ts';

export type Tried = {
  /** 0 for the first. */
  readonly attempt: number;
  readonly failed: Trouble;
  readonly kind: 'read' | 'write';
  /** Another wire answers the same at once: a limit of this one need not be waited out. */
  readonly hasStandIn?: boolean;
  readonly random: () => number;
};

/** How long to wait before the next try, or null when there shall be none: the rule of RunPod's own clients. */
export function waitBeforeRetryMs({
  attempt,
  failed,
  kind,
  random,
  hasStandIn = false,
}: Tried): number | null {
  if (attempt + 1 >= maxTries) return null;
  if (failed.code === 'rate-limited' && hasStandIn) return null;
  // A 429 is refused before anything is done, so even a write may be sent again.
  const mayRepeat = failed.code === 'rate-limited' || (failed.passing && kind === 'read');
  if (!mayRepeat) return null;
  const askedMs = failed.retryAfterMs ?? 0;
  if (askedMs > longestRetryAfterMs) return null;
  return Math.max(askedMs, backoffDelayMs(attempt, { firstDelayMs: 500, maxDelayMs: 4000, random }));
}

const maxTries = 3;
/** A server that asks for a longer pause is not waited for: the caller learns how long and decides. */
const longestRetryAfterMs = 10_000;
