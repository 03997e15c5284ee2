/** A job that begins: each of its pods once, or its project, none of them begun. */
import { jobIdOf } from './job-id.ts';
import type { Job, JobArguments, JobKind, PodRun } from './model/job.ts';

/** A pod, or a project under `projectRunId`. */
type Subject = { readonly id: string; readonly name: string };

export function newJob(options: {
  readonly kind: JobKind;
  readonly subjects: readonly Subject[];
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
    runs: options.subjects.map(waitingRun),
    origin: 'here',
    areEventsLoaded: true,
  };
}

function waitingRun({ id, name }: Subject): PodRun {
  return {
    podId: id,
    podName: name,
    state: { kind: 'waiting' },
    events: [],
    droppedCount: 0,
    progress: null,
    livesInPod: false,
  };
}
