/** RunPod's own log of a pod that is not ready is read while its detail is open, and no longer. */
import type { PodEntry } from '../../fleet/fleet.ts';
import type { Outcome } from './outcome.ts';
import type { Situation } from './situation.ts';

/** Whether the ladder is shown in the place of figures: it runs or should run, and no sample of it has come. */
export function isUnready({ pod, sample }: PodEntry): boolean {
  if (pod.provider !== 'runpod') return false;
  if (pod.state.kind === 'stopped') return pod.state.by !== 'user' && pod.state.by !== 'outbid';
  return pod.state.kind !== 'terminated' && sample === null;
}

export function withSystemLog({ view, asks }: Outcome, { fleet }: Situation): Outcome {
  const { selectedId } = view.list;
  const entry = view.detail.open && selectedId !== null ? fleet.pods.get(selectedId) : undefined;
  const wanted = entry !== undefined && isUnready(entry) ? entry.pod.id : null;
  if (wanted === view.systemLogOf) return { view, asks };
  return {
    view: { ...view, systemLogOf: wanted },
    asks: [...asks, { kind: 'read-system-log', podId: wanted }],
  };
}
