/** The state of a pod of REST v2. */
import type { PodState } from '../../fleet/pod.ts';

export type StateReading = {
  readonly status: string | null;
  /** Whether the host reports a container. Looked at only for RUNNING: a stopped pod keeps an old report for a while. */
  readonly hasRuntime: boolean;
};

/**
 * The state of a pod by its `status`. The description says RUNNING only of a healthy container; the service says it
 * from the moment of renting, with no runtime until there is a container. Who stopped a pod REST v2 does not say.
 */
export function derivePodState({ status, hasRuntime }: StateReading): PodState {
  const word = status?.trim().toUpperCase() ?? '';
  if (word === '') return { kind: 'unknown', reason: 'RunPod gave no status' };
  if (word === 'RUNNING') return { kind: hasRuntime ? 'running' : 'initialising' };
  return states.get(word) ?? { kind: 'unknown', reason: `RunPod gave the status ${word}` };
}

const states: ReadonlyMap<string, PodState> = new Map<string, PodState>([
  ['PROVISIONING', { kind: 'initialising' }],
  ['STARTING', { kind: 'initialising' }],
  ['EXITED', { kind: 'stopped', by: 'unknown' }],
  ['TERMINATED', { kind: 'terminated' }],
  ['ERROR', { kind: 'unknown', reason: 'RunPod says ERROR: its container cannot go on as it is' }],
]);
