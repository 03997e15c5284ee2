/** What the view makes of news from the jobs: the one that was asked for is shown, a fix that passed is checked. */
import type { Job } from '../../jobs/model/job.ts';
import { isJobOver, jobVerdict, runningJobs } from '../../jobs/model/questions.ts';
import { startJob } from './job-starts.ts';
import { awaitingMs, showingJob } from './jobs-view.ts';
import { type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export function withJobNews(view: View, situation: Situation): Outcome {
  return afterFixes(withoutLost(withAwaited(view, situation), situation), situation);
}

/** A deploy that is over has made a release, or left something unfinished. */
export function withDeployNews({ view, asks }: Outcome, { jobs }: Situation): Outcome {
  const goingIds = runningJobs(jobs).flatMap(({ kind, id }) => (kind === 'deploy' ? [id] : []));
  const before = view.deploys.goingIds;
  if (before.length === goingIds.length && before.every((id) => goingIds.includes(id))) return { view, asks };
  const isOneOver = before.some((id) => !goingIds.includes(id));
  return {
    view: { ...view, deploys: { ...view.deploys, goingIds } },
    asks: isOneOver ? [...asks, { kind: 'read-deploys' }] : asks,
  };
}

function withAwaited(view: View, { jobs, nowMs }: Situation): View {
  const { awaiting } = view.jobs;
  const [newest] = jobs.jobs;
  if (awaiting === null) return view;
  if (newest === undefined || newest.id === awaiting.newestId || newest.origin !== 'here')
    return nowMs - awaiting.atMs < awaitingMs ? view : { ...view, jobs: { ...view.jobs, awaiting: null } };
  const shown = showingJob({ ...view.jobs, awaiting: null }, newest.id);
  const fixIds = newest.kind === 'fix' ? [...shown.fixIds, newest.id] : shown.fixIds;
  return { ...view, jobs: { ...shown, fixIds } };
}

/** Only so many jobs are kept. */
function withoutLost(view: View, { jobs }: Situation): View {
  const { shownId } = view.jobs;
  const isThere = shownId === null || jobs.jobs.some(({ id }) => id === shownId);
  return isThere ? view : { ...view, jobs: showingJob(view.jobs, null) };
}

/** One at a time: the next one waits for the next news. */
function afterFixes(view: View, situation: Situation): Outcome {
  const { fixIds } = view.jobs;
  if (fixIds.length === 0) return seen(view);
  const ended = situation.jobs.jobs.find((job) => fixIds.includes(job.id) && isJobOver(job));
  if (ended === undefined) return seen(view);
  const rest: View = { ...view, jobs: { ...view.jobs, fixIds: fixIds.filter((id) => id !== ended.id) } };
  const podIds = mendedPods(ended).filter((id) => situation.fleet.pods.has(id));
  if (podIds.length > 0) return diagnosedAgain(rest, { fix: ended, podIds }, situation);
  const text = `the fix of #${ended.number} ended with ${jobVerdict(ended) ?? 'no verdict'}: it is not checked again`;
  return seen({ ...rest, notice: { level: 'warn', text, atMs: situation.nowMs } });
}

/** Whoever has gone on to something else is not torn from it: the pane and the keys are only taken from the fix itself. */
function diagnosedAgain(
  view: View,
  { fix, podIds }: { readonly fix: Job; readonly podIds: readonly string[] },
  situation: Situation,
): Outcome {
  const request = { kind: 'diagnose', podIds, arguments: {} } as const;
  const { shownId, search } = view.jobs;
  const isWatched =
    shownId === fix.id && view.focus === 'output' && view.overlay === null && search.field === null;
  if (isWatched) return startJob(view, request, situation);
  const text = `the fix of #${fix.number} has passed: the diagnosis runs again`;
  return {
    view: { ...view, notice: { level: 'info', text, atMs: situation.nowMs } },
    asks: [{ kind: 'start-job', request }],
  };
}

function mendedPods({ runs }: Job): string[] {
  return runs.flatMap(({ podId, state }) =>
    state.kind === 'ended' && state.verdict === 'pass' ? [podId] : [],
  );
}
