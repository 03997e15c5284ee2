/** What may be asked of a pod's life now, or why not. */
import type { PodEntry } from '../../fleet/fleet.ts';
import type { PodAction } from '../../fleet/pod-action.ts';
import type { Situation } from './situation.ts';

export const readOnlyReason = 'read-only: nothing that changes a pod is asked for (settings, --read-only)';
/** The crumb names the key that resumes it. */
export const frozenReason = 'the display is frozen: resume it first';

/** Why this is not asked of the pod now; null when it may be. Names the key that helps, where there is one. */
export function lifeRefusal({ pod, pending }: PodEntry, action: PodAction, keys: Keys): string | null {
  if (pod.provider === 'ssh') return `${pod.name} is a host of yours: there is no API to ${action} it`;
  if (pending !== null) return `${pod.name} has been asked to ${pending.action} already`;
  if (pod.state.kind === 'terminated')
    return action === 'start'
      ? `${pod.name} is terminated and cannot be started again`
      : `${pod.name} is terminated: there is nothing left to ${action}`;
  return ruleOf[action](pod, keys);
}

type Keys = Pick<Situation, 'keyOf'>;
type Rule = (pod: PodEntry['pod'], keys: Keys) => string | null;

const ruleOf: Readonly<Record<PodAction, Rule>> = {
  start: ({ name, state }) => (state.kind === 'stopped' ? null : `${name} is not stopped`),
  stop: (pod, keys) =>
    pod.state.kind === 'stopped' ? `${pod.name} is stopped already` : lockRefusal(pod, 'stopping', keys),
  restart: (pod, keys) =>
    pod.state.kind === 'stopped'
      ? `${pod.name} is stopped: it can be started`
      : lockRefusal(pod, 'restarting', keys),
  terminate: (pod, keys) => lockRefusal(pod, 'terminating', keys),
  edit: (pod, keys) => lockRefusal(pod, 'editing', keys),
  lock: ({ name, locked }) => (locked ? `${name} is locked already` : null),
  unlock: ({ name, locked }) => (locked ? null : `${name} is not locked`),
};

function lockRefusal({ name, locked }: PodEntry['pod'], what: string, { keyOf }: Keys): string | null {
  return locked ? `${name} is locked against ${what}: ${keyOf('pods.lock')} unlocks it` : null;
}
