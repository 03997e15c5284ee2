/** Starting and stopping the selected pod: what may be asked, and the question before it. */
import type { PodEntry } from '../../fleet/fleet.ts';
import { asking, noticed, type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export const readOnlyReason = 'read-only: nothing that changes a pod is asked for (settings, --read-only)';

/** Which of the two makes sense for the pod now, or why neither does. */
export function powerActionOf(
  entry: PodEntry,
):
  | { readonly ok: true; readonly action: 'start' | 'stop' }
  | { readonly ok: false; readonly reason: string } {
  const { pod, pending } = entry;
  if (pod.provider === 'ssh')
    return refused(`${pod.name} is a host of yours: there is no API to start or stop it`);
  if (pending !== null) return refused(`${pod.name} has been asked to ${pending.action} already`);
  if (pod.state.kind === 'stopped') return { ok: true, action: 'start' };
  if (pod.state.kind === 'terminated')
    return refused(`${pod.name} is terminated and cannot be started again`);
  if (pod.locked) return refused(`${pod.name} is locked against stopping; unlock it in the RunPod console`);
  return { ok: true, action: 'stop' };
}

export function openPower(view: View, { fleet, nowMs }: Situation): Outcome {
  if (view.readOnly) return noticed(view, { level: 'warn', text: readOnlyReason, atMs: nowMs });
  const entry = view.list.selectedId === null ? undefined : fleet.pods.get(view.list.selectedId);
  if (entry === undefined) return noticed(view, { level: 'warn', text: 'no pod is selected', atMs: nowMs });
  const possible = powerActionOf(entry);
  if (!possible.ok) return noticed(view, { level: 'warn', text: possible.reason, atMs: nowMs });
  return seen({
    ...view,
    overlay: { kind: 'power', action: possible.action, podId: entry.pod.id, choice: 'no' },
  });
}

export function answerPower(view: View, yes: boolean): Outcome {
  if (view.overlay?.kind !== 'power') return seen(view);
  const { action, podId } = view.overlay;
  const closed: View = { ...view, overlay: null };
  return yes ? asking(closed, { kind: action, podId }) : seen(closed);
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
