/** Whether a stream shows its newest line as it comes, and else the key that makes it. */
import type { Span } from '../draw/paint.ts';
import { keyOf } from '../keys/bound.ts';
import type { View } from '../state/view.ts';

/** @param newest Where the newest stands: the key is the one that goes there. */
export function followSpan(
  isFollowing: boolean,
  view: Pick<View, 'keyWishes'>,
  newest: 'top' | 'bottom' = 'bottom',
): Span {
  if (isFollowing) return ['following', 'ok'];
  return [`${keyOf(newest === 'top' ? 'move.first' : 'move.last', view)} follows`, 'warn'];
}
