/** Which output stands in the pane: the console's own lines, then the jobs from the oldest to the newest. */
import type { Job } from '../../jobs/model/job.ts';
import type { Movement } from './action.ts';
import { loadingOf } from './job-loading.ts';
import { showingJob } from './jobs-view.ts';
import { movedIndex } from './movement.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import { nextOf } from './panes.ts';
import { meantJob, pageIndex } from './shown-job.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** Ids as tabs, null for the console's own. Jobs of earlier consoles are on their page, and here once one is opened. */
export function outputTabs(view: View, { jobs }: Pick<Situation, 'jobs'>): readonly (string | null)[] {
  const { shownId } = view.jobs;
  const ids = jobs.jobs.filter(({ id, origin }) => origin === 'here' || id === shownId).map(({ id }) => id);
  return [null, ...ids.reverse()];
}

export function stepOutput(view: View, step: 1 | -1, situation: Situation): Outcome {
  const shownId = nextOf(outputTabs(view, situation), view.jobs.shownId, step);
  return showJob(view, situation.jobs.jobs.find(({ id }) => id === shownId) ?? null);
}

/** In the pane where it stands. */
export function showJob(view: View, job: Job | null): Outcome {
  return {
    view: { ...view, jobs: showingJob({ ...view.jobs, awaiting: null }, job?.id ?? null) },
    asks: loadingOf(job),
  };
}

/** From the page of jobs: on the whole body. */
export function openJob(view: View, situation: Situation): Outcome {
  const job = meantJob(view, situation);
  if (job === null)
    return noticed(view, { level: 'warn', text: 'there is no job yet', atMs: situation.nowMs });
  const { view: shown, asks } = showJob(view, job);
  return { view: { ...shown, focus: 'output', jobs: { ...shown.jobs, pageId: job.id } }, asks };
}

export function moveInJobsPage(view: View, by: Movement, situation: Situation): View {
  const { jobs } = situation.jobs;
  const index = movedIndex(pageIndex(view, situation), by, {
    count: jobs.length,
    pageRows: situation.pageRows.jobs,
  });
  // On the newest row the selection goes with whatever is newest.
  return { ...view, jobs: { ...view.jobs, pageId: index === 0 ? null : (jobs[index]?.id ?? null) } };
}

/** The keys go to the output pane, with what stands in it. */
export function focusOutput(view: View): Outcome {
  return seen({ ...view, page: 'pods', focus: 'output', detail: { ...view.detail, open: false } });
}
