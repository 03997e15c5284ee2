/** A job that begins: each of its pods once, none of them begun. */
import type { JobKind } from '../../pod-agent/protocol/job-events.ts';
import type { Pod } from '../fleet/pod.ts';
import { jobIdOf } from './job-id.ts';
import type { Job, JobArguments, PodRun } from './model/job.ts';

export function newJob(options: {
  readonly kind: JobKind;
  readonly pods: readonly Pod[];
  readonly arguments: JobArguments;
  readonly number: number;
  readonly atMs: number;
  readonly random: () => number;
}): Job {
  const { kind, number, atMs } = options;
  return {
    id: jobIdOf(options),
    number,
    kind,
    arguments: options.arguments,
    startedAtMs: atMs,
    endedAtMs: null,
    runs: options.pods.map(waitingRun),
    origin: 'here',
    areEventsLoaded: true,
  };
}

function waitingRun(pod: Pod): PodRun {
  return {
    podId: pod.id,
    podName: pod.name,
    state: { kind: 'waiting' },
    events: [],
    droppedCount: 0,
    progress: null,
    livesInPod: false,
  };
}
