/** A job as JSON for scripts: one document of what it came to, or its events line by line. */
import type { JobEvent } from '../../pod-agent/protocol/job-events.ts';
import { argumentsToKeep } from '../jobs/model/arguments-to-keep.ts';
import type { Job, PodRun } from '../jobs/model/job.ts';

/** What each pod's run came to. The results are those events of it that hold a whole report; null where there is none. */
export function jobDocument(job: Job) {
  const { id, number, kind, startedAtMs, endedAtMs } = job;
  return {
    id,
    number,
    kind,
    arguments: argumentsToKeep(job.arguments),
    startedAtMs,
    endedAtMs,
    pods: job.runs.map(runDocument),
  };
}

/** One line of `--jsonl`. */
export function eventLine(job: Job, { podId, podName }: PodRun, event: JobEvent): string {
  return `${JSON.stringify({ jobId: job.id, job: job.number, podId, podName, ...event })}\n`;
}

function runDocument({ podId, podName, state, events, livesInPod }: PodRun) {
  return {
    podId,
    podName,
    state,
    livesInPod,
    diagnosis: newest(events, 'diagnosis')?.diagnosis ?? null,
    benchmark: newest(events, 'benchmark')?.report ?? null,
    comparison: newest(events, 'comparison')?.comparison ?? null,
    optimisation: newest(events, 'optimisation')?.report ?? null,
    output: events.flatMap((event) =>
      event.kind === 'output' ? [{ atMs: event.atMs, level: event.level, text: event.text }] : [],
    ),
  };
}

export function newest<Kind extends JobEvent['kind']>(
  events: readonly JobEvent[],
  kind: Kind,
): Extract<JobEvent, { kind: Kind }> | undefined {
  return events.findLast((event): event is Extract<JobEvent, { kind: Kind }> => event.kind === kind);
}
