/** Past jobs: their events are in the journal until they are looked at. */
import { earlierRun } from '../../jobs/model/diff.ts';
import type { Job } from '../../jobs/model/job.ts';
import type { Ask } from './action.ts';
import { shownJob } from './shown-job.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export function loadingOf(job: Job | null | undefined): readonly Ask[] {
  return job === null || job === undefined || job.areEventsLoaded
    ? []
    : [{ kind: 'load-job', jobId: job.id }];
}

export function diffNeedsLoading(view: View, situation: Situation): readonly Ask[] {
  const job = shownJob(view, situation);
  if (job === null) return [];
  const earlier = job.runs.flatMap(({ podId }) => earlierRun(situation.jobs, job, podId)?.job ?? []);
  return [...new Set(earlier)].flatMap(loadingOf);
}
