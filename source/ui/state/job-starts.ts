/** Asking for jobs: at once, or by way of a dialog where they load or change a pod. */
import { shortDuration } from '../../fleet/duration.ts';
import type { JobArguments } from '../../jobs/model/job.ts';
import { findingOf } from '../../jobs/model/questions.ts';
import { awaitingJob } from './awaiting-job.ts';
import { openRetry, retryRefusal } from './deploy-jobs.ts';
import { lineUnderCursor } from './job-pane.ts';
import type { JobRequest } from './job-request.ts';
import { targetsOf } from './job-targets.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import { readOnlyReason } from './power.ts';
import { meantJob, shownJob } from './shown-job.ts';
import type { Situation } from './situation.ts';
import type { FixQuestion, View } from './view.ts';

export function openJobStart(
  view: View,
  kind: 'diagnose' | 'benchmark' | 'optimise',
  situation: Situation,
): Outcome {
  const targets = targetsOf(view, kind, situation);
  if (!targets.ok) return noticed(view, { level: 'warn', text: targets.reason, atMs: situation.nowMs });
  const { podIds, leftOut } = targets;
  if (kind === 'diagnose') return startJob(view, { kind, podIds, arguments: {} }, situation);
  if (kind === 'benchmark') return seen({ ...view, overlay: { kind, podIds, leftOut, index: 0 } });
  return seen({ ...view, overlay: { kind, podIds, leftOut, choice: 'no' } });
}

/** What the rows of the benchmark's dialog start; the first of them starts nothing. */
export const benchmarkChoices: readonly (JobArguments | null)[] = [
  null,
  { isQuick: true },
  {},
  { isQuick: true, isForced: true },
  { isForced: true },
];

export function chooseBenchmark(view: View, index: number, situation: Situation): Outcome {
  if (view.overlay?.kind !== 'benchmark') return seen(view);
  const given = benchmarkChoices[index];
  const closed: View = { ...view, overlay: null };
  if (given === null || given === undefined) return seen(closed);
  return startJob(closed, { kind: 'benchmark', podIds: view.overlay.podIds, arguments: given }, situation);
}

/** Its output is shown, and the pane has the keys, from this moment on. */
export function startJob(view: View, request: JobRequest, situation: Situation): Outcome {
  const names = request.podIds.map((id) => situation.fleet.pods.get(id)?.pod.name ?? id);
  const text = `${request.kind} of ${names.length > 3 ? `${names.length} pods` : names.join(', ')}: asked`;
  return { view: awaitingJob(view, text, situation), asks: [{ kind: 'start-job', request }] };
}

/** Why a job that changes or loads a pod is not run again; null when it may be. */
export function repeatRefusal(view: View, situation: Situation): string | null {
  const job = meantJob(view, situation);
  if (job === null) return 'no job is selected';
  if (job.kind === 'deploy') return retryRefusal(view, job, situation);
  return job.kind !== 'diagnose' && view.readOnly ? readOnlyReason : null;
}

export function repeatJob(view: View, situation: Situation): Outcome {
  const job = meantJob(view, situation);
  const reason = repeatRefusal(view, situation);
  if (job === null || reason !== null)
    return noticed(view, { level: 'warn', text: reason ?? 'no job is selected', atMs: situation.nowMs });
  if (job.kind === 'deploy') return openRetry(view, job, situation);
  return {
    view: awaitingJob(view, `${job.kind} as #${job.number}: asked`, situation),
    asks: [{ kind: 'repeat-job', jobId: job.id }],
  };
}

export type FixChoice =
  | { readonly ok: true; readonly question: Omit<FixQuestion, 'kind' | 'choice'> }
  | { readonly ok: false; readonly reason: string };

/** What was found may be another's by then: a fix may name a process, and numbers of processes are given again. */
const oldestDiagnosisMs = 600_000;

/** The fix of the finding under the cursor, or why it is not offered. */
export function fixUnderCursor(view: View, situation: Situation): FixChoice {
  const job = shownJob(view, situation);
  const row = lineUnderCursor(view, situation);
  const findingId = row?.line.findingId;
  if (job === null || row === null || findingId === undefined)
    return { ok: false, reason: 'there is no finding under the cursor' };
  const run = job.runs.find(({ podId }) => row.podIds.includes(podId));
  const finding = run === undefined ? null : findingOf(run, findingId);
  const fix = finding?.fix ?? null;
  if (finding === null || fix === null) return { ok: false, reason: 'no fix is known for this finding' };
  if (fix.command === null) return { ok: false, reason: `a person has to do this: ${fix.text}` };
  if (!fix.safe) return { ok: false, reason: `not safe to be run from here: ${fix.command}` };
  if (view.readOnly) return { ok: false, reason: readOnlyReason };
  const ageMs = job.endedAtMs === null ? 0 : situation.nowMs - job.endedAtMs;
  if (ageMs > oldestDiagnosisMs) {
    const again = situation.keyOf('job.repeat');
    return { ok: false, reason: `this was found ${shortDuration(ageMs)} ago: ${again} looks again first` };
  }
  const podIds = row.podIds.filter((id) => situation.fleet.pods.has(id));
  if (podIds.length === 0) return { ok: false, reason: 'the pod of this finding has gone' };
  const { title } = finding;
  const { command, text, reversible } = fix;
  return { ok: true, question: { podIds, findingId, title, command, text, reversible } };
}

export function openFix(view: View, situation: Situation): Outcome {
  const found = fixUnderCursor(view, situation);
  return found.ok
    ? seen({ ...view, overlay: { kind: 'fix', ...found.question, choice: 'no' } })
    : noticed(view, { level: 'warn', text: found.reason, atMs: situation.nowMs });
}
