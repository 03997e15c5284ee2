/** How many GPUs answer in a pod, and how many should. Pure. */
import { newestServed, type Seen } from './look.ts';

/** Cards that answer; null where nobody counts. A tool that fails counts none. */
export function cardsOf(seen: Pick<Seen, 'inside' | 'served'>): number | null {
  const { kind } = seen.inside?.gpus ?? { kind: 'not-asked' };
  if (seen.inside?.gpus.kind === 'counted') return seen.inside.gpus.count;
  return kind === 'failed' ? 0 : (newestServed(seen)?.gpu?.count ?? null);
}

/** What was asked for, and what RunPod has told the pod that it has: the larger of the two. */
export function wantedCards(seen: Pick<Seen, 'inside' | 'served'>, asked: number): number {
  return Math.max(asked, seen.inside?.gpuVariable ?? newestServed(seen)?.gpu?.expected ?? 0);
}
