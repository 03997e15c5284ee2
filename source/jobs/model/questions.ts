/** What is asked of jobs wherever they are shown. */
import type { Finding } from '../../../pod-agent/protocol/finding.ts';
import type { JobVerdict } from '../../../pod-agent/protocol/job-events.ts';
import type { Job, JobsSnapshot, PodRun } from './job.ts';
import { stepsFraction } from './lines.ts';

export function isRunOver({ state }: PodRun): boolean {
  return state.kind === 'ended' || state.kind === 'left';
}

export function isJobOver({ runs }: Job): boolean {
  return runs.every(isRunOver);
}

/** Those of this console that go on, newest first. */
export function runningJobs({ jobs }: JobsSnapshot): readonly Job[] {
  return jobs.filter((job) => job.origin === 'here' && !isJobOver(job));
}

/** 0 to 1 over all its runs; null while none of them has said how far it is. */
export function jobFraction({ kind, runs }: Job): number | null {
  // What a deploy says of its progress is of the step that runs.
  if (kind === 'deploy' && !runs.every(isRunOver)) return stepsFraction(runs[0]?.events ?? []);
  if (runs.every((run) => run.progress === null && !isRunOver(run))) return null;
  const sum = runs.reduce((total, run) => total + (isRunOver(run) ? 1 : (run.progress?.fraction ?? 0)), 0);
  return sum / Math.max(1, runs.length);
}

const worstFirst: readonly JobVerdict[] = ['fail', 'inconclusive', 'stopped', 'pass'];

/** The worst of its runs'; null where none has ended. */
export function jobVerdict({ runs }: Job): JobVerdict | null {
  const verdicts = runs.flatMap(({ state }) => (state.kind === 'ended' ? [state.verdict] : []));
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? null;
}

/** Those that need somebody first, once all are over; while some go on nothing moves. */
export function runsWorstFirst(runs: readonly PodRun[]): readonly PodRun[] {
  return runs.every(isRunOver) ? [...runs].sort((one, other) => placeOf(one) - placeOf(other)) : runs;
}

/** A pass with another code than 0 is one with warnings. */
function placeOf({ state }: PodRun): number {
  if (state.kind !== 'ended') return 1;
  if (state.verdict === 'pass') return state.exitCode === 0 ? 5 : 4;
  return worstFirst.indexOf(state.verdict);
}

export function elapsedMs({ startedAtMs, endedAtMs }: Job, nowMs: number): number {
  return Math.max(0, (endedAtMs ?? nowMs) - startedAtMs);
}

/** As the run said it last; null where it never spoke of it. */
export function findingOf({ events }: PodRun, findingId: string): Finding | null {
  for (let index = events.length - 1; index >= 0; index--) {
    const event = events[index];
    if (event?.kind === 'diagnosis') {
      const found = event.diagnosis.findings.find(({ id }) => id === findingId);
      if (found !== undefined) return found;
    }
    if (event?.kind === 'finding' && event.finding.id === findingId) return event.finding;
  }
  return null;
}
