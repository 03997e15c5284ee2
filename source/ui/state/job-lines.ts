/** The rows of a job's output as the pane shows them: folded, arranged, broken to its width. */
import { diffRuns, earlierRun } from '../../jobs/model/diff.ts';
import { foldedRuns, groupTitle } from '../../jobs/model/folding.ts';
import type { Job, JobsSnapshot, PodRun } from '../../jobs/model/job.ts';
import type { JobLine } from '../../jobs/model/line.ts';
import { runsWorstFirst } from '../../jobs/model/questions.ts';
import { arrangedLines } from './arranged-lines.ts';
import { type Block, type PaneLine, paneLines } from './pane-lines.ts';

export type JobLinesRequest = {
  readonly job: Job;
  readonly jobs: JobsSnapshot;
  readonly unfolded: readonly string[];
  /** While something is searched for, nothing is folded: what is sought may be anywhere. */
  readonly isAllUnfolded: boolean;
  readonly isDiff: boolean;
  readonly width: number;
};

const kept = new WeakMap<Job, { readonly request: JobLinesRequest; readonly lines: readonly PaneLine[] }>();

export function jobLines(request: JobLinesRequest): readonly PaneLine[] {
  const last = kept.get(request.job);
  if (last !== undefined && isSame(last.request, request)) return last.lines;
  const lines = paneLines(blocksOf(request), request);
  kept.set(request.job, { request, lines });
  return lines;
}

function isSame(left: JobLinesRequest, right: JobLinesRequest): boolean {
  return (
    left.unfolded === right.unfolded &&
    left.isAllUnfolded === right.isAllUnfolded &&
    left.isDiff === right.isDiff &&
    left.width === right.width &&
    // Only the comparison reads another job than this one.
    (!right.isDiff || left.jobs === right.jobs)
  );
}

function blocksOf({ job, jobs, isDiff }: JobLinesRequest): readonly Block[] {
  if (!job.areEventsLoaded) return [said('loading', `reading what the journal has of #${job.number}`)];
  if (isDiff) return job.runs.map((run) => diffBlock(job, run, jobs));
  const [only] = job.runs;
  if (only === undefined) return [said('empty', 'this job has no pod')];
  if (job.runs.length === 1) return [{ podIds: [only.podId], lines: arrangedLines(only, '') }];
  const runs = runsWorstFirst(job.runs);
  const states = runs.map(
    ({ podId, podName }): Block => ({
      podIds: [podId],
      lines: [{ key: `run:${podId}`, role: 'text', indent: 0, text: podName, atMs: null, podId }],
    }),
  );
  return [...states, ...groupBlocks(runs)];
}

/** A heading and the output, for pods that said something. */
function groupBlocks(runs: readonly PodRun[]): Block[] {
  return foldedRuns(runs).flatMap((group): Block[] => {
    const [first] = group.runs;
    if (first === undefined || first.events.length === 0) return [];
    const prefix = `${first.podId}/`;
    const heading: JobLine = {
      key: `${prefix}heading`,
      role: 'heading',
      indent: 0,
      text: groupTitle(group),
      atMs: null,
      podId: first.podId,
    };
    const lines = arrangedLines(first, prefix).map((line) => ({ ...line, indent: line.indent + 2 }));
    return [{ podIds: group.runs.map(({ podId }) => podId), lines: [heading, ...lines] }];
  });
}

function diffBlock(job: Job, run: PodRun, jobs: JobsSnapshot): Block {
  const earlier = earlierRun(jobs, job, run.podId);
  const heading = (text: string): JobLine => ({
    key: `${run.podId}/diff`,
    role: 'heading',
    indent: 0,
    text,
    atMs: null,
  });
  if (earlier === null)
    return {
      podIds: [run.podId],
      lines: [heading(`${run.podName}: there is no earlier ${job.kind} to compare with`)],
    };
  const title = heading(`${run.podName}: #${job.number} against #${earlier.job.number}`);
  const lines = earlier.job.areEventsLoaded
    ? diffRuns(earlier.run, run).map((line) => ({ ...line, key: `${run.podId}/${line.key}` }))
    : [{ ...title, key: `${run.podId}/loading`, role: 'dim' as const, text: 'reading it from the journal' }];
  return { podIds: [run.podId], lines: [title, ...lines] };
}

function said(key: string, text: string): Block {
  return { podIds: [], lines: [{ key, role: 'dim', indent: 0, text, atMs: null }] };
}
