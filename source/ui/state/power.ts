/** What may be asked of a pod's life now, or why not. */
import type { PodEntry } from '../../fleet/fleet.ts';
import type { PodAction } from '../../fleet/pod-action.ts';

export const readOnlyReason = 'read-only: nothing that changes a pod is asked for (settings, --read-only)';
/** The crumb names the key that resumes it. */
export const frozenReason = 'the display is frozen: resume it first';

/** Which of starting and stopping makes sense for the pod now, or why neither does. */
export function powerActionOf(
  entry: PodEntry,
):
  | { readonly ok: true; readonly action: 'start' | 'stop' }
  | { readonly ok: false; readonly reason: string } {
  const action = entry.pod.state.kind === 'stopped' ? 'start' : 'stop';
  const reason = lifeRefusal(entry, action);
  return reason === null ? { ok: true, action } : { ok: false, reason };
}

/** Why this is not asked of the pod now; null when it may be. Names the key that helps, where there is one. */
export function lifeRefusal({ pod, pending }: PodEntry, action: PodAction): string | null {
  if (pod.provider === 'ssh') return `${pod.name} is a host of yours: there is no API to ${action} it`;
  if (pending !== null) return `${pod.name} has been asked to ${pending.action} already`;
  if (pod.state.kind === 'terminated')
    return action === 'start'
      ? `${pod.name} is terminated and cannot be started again`
      : `${pod.name} is terminated: there is nothing left to ${action}`;
  return ruleOf[action](pod);
}

type Rule = (pod: PodEntry['pod']) => string | null;

const ruleOf: Readonly<Record<PodAction, Rule>> = {
  start: ({ name, state }) => (state.kind === 'stopped' ? null : `${name} is not stopped`),
  stop: (pod) =>
    pod.state.kind === 'stopped' ? `${pod.name} is stopped already` : lockRefusal(pod, 'stopping'),
  restart: (pod) =>
    pod.state.kind === 'stopped'
      ? `${pod.name} is stopped: it can be started`
      : lockRefusal(pod, 'restarting'),
  terminate: (pod) => lockRefusal(pod, 'terminating'),
  edit: (pod) => lockRefusal(pod, 'editing'),
  lock: ({ name, locked }) => (locked ? `${name} is locked already` : null),
  unlock: ({ name, locked }) => (locked ? null : `${name} is not locked`),
};

function lockRefusal({ name, locked }: PodEntry['pod'], what: string): string | null {
  return locked ? `${name} is locked against ${what}: U unlocks it` : null;
}
