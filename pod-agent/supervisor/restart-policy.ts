/** When a service that ended is started again, and when that is given up. Pure. */

export type RestartVerdict =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'given-up'; readonly ends: number; readonly withinMs: number };

const firstWaitMs = 250;
const longestWaitMs = 30_000;
/** So many ends within the window are no accident: going on would only fill the log and hide the first error. */
const mostEnds = 5;
export const windowMs = 300_000;

/**
 * @param endsMs When it ended, the last one just now; ends older than the window do not count.
 * @param chance From 0 to 1: pods that start together should not restart together.
 */
export function restartVerdict(endsMs: readonly number[], nowMs: number, chance: number): RestartVerdict {
  const recent = endsMs.filter((endMs) => nowMs - endMs <= windowMs).length;
  if (recent >= mostEnds) return { kind: 'given-up', ends: recent, withinMs: windowMs };
  const longestMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, recent - 1));
  // Half of it is certain, so that a service that ends at once is never started in a tight loop.
  return { kind: 'again', afterMs: Math.round(longestMs * (0.5 + chance / 2)) };
}
