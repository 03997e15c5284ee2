/** What a key asks of the lives of pods. */
import type { PodAction } from '../../fleet/pod-action.ts';

/** `power`: starts or stops; `lock-toggle`: locks or unlocks; whichever makes sense for the first of them. */
export type LifeWish = Exclude<PodAction, 'edit'> | 'power' | 'lock-toggle';
