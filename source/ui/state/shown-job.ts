/** Which job is meant, and which of its rows. */
import type { Job } from '../../jobs/model/job.ts';
import { isJobOver } from '../../jobs/model/questions.ts';
import { scrolledTop } from './movement.ts';
import type { PaneLine } from './pane-lines.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** The job in the output pane; null while the console's own lines stand there. */
export function shownJob({ jobs: { shownId } }: View, { jobs }: Pick<Situation, 'jobs'>): Job | null {
  return shownId === null ? null : (jobs.jobs.find(({ id }) => id === shownId) ?? null);
}

/** The job that keys act on: on the page of jobs the selected one, else the one in the pane. */
export function meantJob(view: View, situation: Pick<Situation, 'jobs'>): Job | null {
  if (view.focus !== 'jobs') return shownJob(view, situation);
  return situation.jobs.jobs[pageIndex(view, situation)] ?? null;
}

export function pageIndex({ jobs: { pageId } }: View, { jobs }: Pick<Situation, 'jobs'>): number {
  return Math.max(
    0,
    jobs.jobs.findIndex(({ id }) => id === pageId),
  );
}

/** Followed, a job that goes on has its cursor on the newest row, and one that is over on its first finding. */
export function isFollowing({ jobs: { cursor } }: View, job: Job): boolean {
  return cursor === null && !isJobOver(job);
}

export function cursorIndex({ jobs: { cursor } }: View, job: Job, lines: readonly PaneLine[]): number {
  const last = Math.max(0, lines.length - 1);
  if (cursor === null) return isJobOver(job) ? firstFinding(lines) : last;
  const at = lines.findIndex(({ key }) => key === cursor.key);
  return at >= 0 ? at : Math.min(cursor.index, last);
}

/** What is likely to be unfolded or mended next: a finding, or the step that failed. */
function firstFinding(lines: readonly PaneLine[]): number {
  return Math.max(
    0,
    lines.findIndex(
      ({ line }) =>
        line.findingId !== undefined ||
        (line.part === 'step' && line.tookMs !== undefined && line.role === 'fail'),
    ),
  );
}

/** The first row on the screen. */
export function topRow(
  view: View,
  job: Job,
  rows: { readonly lines: readonly PaneLine[]; readonly pageRows: number },
): number {
  const { lines, pageRows } = rows;
  const index = cursorIndex(view, job, lines);
  const from = view.jobs.cursor === null && isJobOver(job) ? endedTop(index, rows) : view.jobs.top;
  return scrolledTop(from, { index, count: lines.length, pageRows });
}

/** From the verdict on; where the step that failed stands too low for its evidence to be seen, from that step on. */
function endedTop(
  index: number,
  { lines, pageRows }: { readonly lines: readonly PaneLine[]; readonly pageRows: number },
): number {
  return lines[index]?.line.part === 'step' && index > pageRows / 3 ? index : 0;
}
