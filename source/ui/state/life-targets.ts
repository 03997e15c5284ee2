/** The pods that a change of life is asked for: the marked ones, else the one that is meant; those that it makes no sense for are left out. */
import type { PodEntry } from '../../fleet/fleet.ts';
import type { PodAction } from '../../fleet/pod-action.ts';
import { meantPods } from './job-targets.ts';
import type { LifeWish } from './life-wish.ts';
import { frozenReason, lifeRefusal, readOnlyReason } from './power.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export type LifeTargets =
  | {
      readonly ok: true;
      readonly action: Exclude<PodAction, 'edit'>;
      readonly podIds: readonly string[];
      /** Why others that are marked are not among them, one sentence each. */
      readonly leftOut: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

export function lifeTargets(view: View, wish: LifeWish, situation: Situation): LifeTargets {
  const barred = changeRefusal(view);
  if (barred !== null) return { ok: false, reason: barred };
  const entries = meantPods(view, situation);
  const [first] = entries;
  if (first === undefined) return { ok: false, reason: 'no pod is selected' };
  const action = actionOf(wish, entries, situation);
  const able = entries.filter((entry) => lifeRefusal(entry, action, situation) === null);
  const leftOut = entries.flatMap((entry) => lifeRefusal(entry, action, situation) ?? []);
  if (able.length > 0) return { ok: true, action, podIds: able.map(({ pod }) => pod.id), leftOut };
  const more = entries.length === 1 ? '' : `; nor can the other ${entries.length - 1} be asked to ${action}`;
  return { ok: false, reason: `${leftOut[0] ?? 'no pod is selected'}${more}` };
}

/** Why nothing can be changed from here, whatever the pod; null when it can. */
export function changeRefusal({ readOnly, frozen }: View): string | null {
  if (readOnly) return readOnlyReason;
  return frozen === null ? null : frozenReason;
}

/** What can be done for any of them wins over what can be done for none. */
function actionOf(
  wish: LifeWish,
  entries: readonly PodEntry[],
  situation: Situation,
): Exclude<PodAction, 'edit'> {
  const can = (action: PodAction): boolean =>
    entries.some((entry) => lifeRefusal(entry, action, situation) === null);
  if (wish === 'power') return !can('stop') && entries[0]?.pod.state.kind === 'stopped' ? 'start' : 'stop';
  if (wish === 'lock-toggle') return !can('lock') && entries[0]?.pod.locked === true ? 'unlock' : 'lock';
  return wish;
}
