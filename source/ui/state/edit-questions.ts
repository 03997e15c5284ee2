/** Editing a pod's settings: handed to the editor at once, and asked about when it comes back with a change. */
import { changeRefusal } from './life-targets.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import { selectedEntry } from './pod-actions.ts';
import { lifeRefusal } from './power.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** Why the selected pod cannot be edited; null when it can. */
export function editRefusal(view: View, situation: Situation): string | null {
  const barred = changeRefusal(view);
  if (barred !== null) return barred;
  const entry = selectedEntry(view, situation);
  return entry === null ? 'no pod is selected' : lifeRefusal(entry, 'edit', situation);
}

export function openEdit(view: View, situation: Situation): Outcome {
  const reason = editRefusal(view, situation);
  const entry = selectedEntry(view, situation);
  if (reason !== null || entry === null)
    return noticed(view, { level: 'warn', text: reason ?? 'no pod is selected', atMs: situation.nowMs });
  const podId = entry.pod.id;
  return {
    view: { ...view, overlay: { kind: 'edit', podId, choice: 'no' } },
    asks: [{ kind: 'edit-pod', podId }],
  };
}

/** The file as it was left, once more: what was wrong in it is mended there. */
export function editAgain(view: View, { life }: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'edit' || (life.edit?.kind !== 'wrong' && life.edit?.kind !== 'ready'))
    return seen(view);
  return {
    view: { ...view, overlay: { ...overlay, choice: 'no' } },
    asks: [{ kind: 'edit-pod', podId: overlay.podId }],
  };
}

/** A question about a pod that is no more would take the keys and show nothing. */
export function withoutGoneEdit(view: View, { fleet, nowMs }: Situation): View {
  const { overlay } = view;
  if (overlay?.kind !== 'edit' || fleet.pods.has(overlay.podId)) return view;
  return { ...view, overlay: null, notice: { level: 'warn', text: 'the pod has gone', atMs: nowMs } };
}

/** Yes is heard only while a change is shown, and only for the pod that it is of. */
export function answerEdit(view: View, yes: boolean, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'edit') return seen(view);
  const { podId } = overlay;
  const { edit } = situation.life;
  const isReady = edit?.kind === 'ready' && edit.podId === podId;
  if (yes && !isReady) return seen(view);
  const closed: View = { ...view, overlay: null };
  if (!yes) return { view: closed, asks: [{ kind: 'drop-edit', podId }] };
  const entry = situation.fleet.pods.get(podId);
  const reason =
    entry === undefined ? 'the pod has gone' : (changeRefusal(view) ?? lifeRefusal(entry, 'edit', situation));
  if (reason === null) return { view: closed, asks: [{ kind: 'apply-edit', podId }] };
  return noticed(closed, { level: 'warn', text: reason, atMs: situation.nowMs });
}
