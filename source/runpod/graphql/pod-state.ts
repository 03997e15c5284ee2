import type { PodState } from '../../fleet/pod.ts';

export type StateReading = {
  /** What was asked for, not what is happening: says RUNNING from the moment of renting. */
  readonly desiredStatus: string | null;
  /** Free text, e.g. "Exited by user: Wed Jul 29 2026 21:56:48 GMT+0000". */
  readonly lastStatusChange: string | null;
  /** Whether the host reports a container. Looked at only for RUNNING: a stopped pod keeps an old report for a while. */
  readonly hasRuntime: boolean;
};

/**
 * The state of a pod, by the rules of RunPod's own command line (runpodctl, internal/podstate).
 * Terminating a pod writes EXITED with "Terminated by …"; TERMINATED itself is written only when a spot pod is outbid.
 */
export function derivePodState({ desiredStatus, lastStatusChange, hasRuntime }: StateReading): PodState {
  const status = desiredStatus?.trim().toUpperCase() ?? '';
  const change = lastStatusChange?.trim() ?? '';
  if (status === '') return { kind: 'unknown', reason: 'RunPod gave no status' };
  if (status === 'RUNNING') return { kind: hasRuntime ? 'running' : 'initialising' };
  if (status === 'CREATED' || status === 'RESTARTING') return { kind: 'initialising' };
  if (status === 'TERMINATED') return { kind: 'terminated' };
  if (status === 'EXITED') return /^terminated by/i.test(change) ? { kind: 'terminated' } : stoppedBy(change);
  return { kind: 'unknown', reason: `RunPod gave the status ${status}` };
}

function stoppedBy(change: string): PodState {
  const by = stopReasons.find((reason) => reason.text.test(change))?.by ?? 'unknown';
  return { kind: 'stopped', by };
}

const stopReasons = [
  { text: /^exited by user/i, by: 'user' },
  { text: /^exited by runpod/i, by: 'runpod' },
  { text: /^outbid/i, by: 'outbid' },
] as const;
