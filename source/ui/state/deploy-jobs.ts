/** What is asked of a deploy that was begun: to stop, to be tried again, resumed, aborted, rolled back. */
import { type DeployRequest, usualRequest } from '../../jobs/model/deploy.ts';
import type { KnownProject } from '../../jobs/model/deploys.ts';
import type { Job } from '../../jobs/model/job.ts';
import { isJobOver, jobVerdict } from '../../jobs/model/questions.ts';
import type { Release } from '../../jobs/model/release.ts';
import { deployRefusal } from './deploy-form.ts';
import { projectOf } from './deploy-options.ts';
import { openPlan, startDeploy } from './deploy-plan.ts';
import { asking, noticed, type Outcome, seen } from './outcome.ts';
import { isRunning, lastGood, selectedRelease } from './releases.ts';
import { meantJob } from './shown-job.ts';
import type { Situation } from './situation.ts';
import type { DeployQuestion, View } from './view.ts';

/** First the question: what was begun is undone by it. */
export function openStop(view: View, job: Job): Outcome {
  const projectName = job.runs[0]?.podName ?? '';
  return asked(view, { about: 'stop', projectName, request: null, jobId: job.id, isFromForm: false });
}

/** Why it is not tried again; null when it may be. */
export function retryRefusal(view: View, job: Job, situation: Situation): string | null {
  const reason = deployRefusal(view);
  if (reason !== null) return reason;
  const { deploy } = job.arguments;
  if (deploy === undefined) return `nobody wrote down what was asked for as #${job.number}`;
  if (!isJobOver(job)) return `#${job.number} goes on: ${situation.keyOf('job.stop')} stops it`;
  const project = projectAt(deploy.projectFile, situation);
  return busyReason(project) ?? nothingToRepeat(job, deploy, { project, situation });
}

/** A deploy has an end that it can be brought to again; what takes one up, or back, has only that one. */
function nothingToRepeat(
  job: Job,
  { mode }: DeployRequest,
  { project, situation }: { readonly project: KnownProject | null; readonly situation: Situation },
): string | null {
  const anew = situation.keyOf('deploy.open');
  if (mode === 'deploy') return null;
  if (mode === 'rollback') {
    const back = situation.keyOf('deploy.roll-back');
    return jobVerdict(job) === 'pass'
      ? `#${job.number} has passed: ${back} rolls back, ${anew} deploys`
      : null;
  }
  const isUnfinished = project !== null && project.unfinished !== null;
  return isUnfinished ? null : `no deploy of it is unfinished: ${anew} deploys anew`;
}

/**
 * Where the last deploy did not come to its end, that one is taken up again, or taken back if that was what was asked: nothing
 * of it is made twice. One that has passed is a new deploy, with a plan of its own.
 */
export function openRetry(view: View, job: Job, situation: Situation): Outcome {
  const { deploy } = job.arguments;
  const reason = retryRefusal(view, job, situation);
  if (reason !== null || deploy === undefined)
    return noticed(view, { level: 'warn', text: reason ?? 'nothing was asked for', atMs: situation.nowMs });
  const project = projectAt(deploy.projectFile, situation);
  const unfinished = project?.unfinished ?? null;
  const common = { projectName: job.runs[0]?.podName ?? '', jobId: job.id, isFromForm: false };
  if (unfinished === null)
    return jobVerdict(job) === 'pass'
      ? openPlan(view, deploy, situation)
      : asked(view, { ...common, about: 'retry', request: deploy });
  const about = deploy.mode === 'abort' ? 'abort' : 'resume';
  return asked(view, {
    ...common,
    about,
    request: endingRequest(deploy.projectFile, about, unfinished.deployId),
  });
}

/** Why the project of the form has nothing to take up or take back; null when it has. */
export function unfinishedRefusal(view: View, situation: Situation): string | null {
  const project = meantUnfinished(view, situation);
  if (project === null || project.unfinished === null) return 'no deploy of it is unfinished';
  return deployRefusal(view) ?? busyReason(project);
}

/** From the form, or from the page of releases. */
export function openEnding(view: View, mode: 'resume' | 'abort', situation: Situation): Outcome {
  const project = meantUnfinished(view, situation);
  const reason = unfinishedRefusal(view, situation);
  if (reason !== null || project === null || project.unfinished === null)
    return noticed(view, { level: 'warn', text: reason ?? 'no deploy is unfinished', atMs: situation.nowMs });
  const request = endingRequest(project.file, mode, project.unfinished.deployId);
  return asked(view, {
    ...{ about: mode, projectName: project.name, request, jobId: null },
    isFromForm: view.overlay?.kind === 'deploy-form',
  });
}

/** Of the form its project; of the page that of the selected release, else the first that has such a deploy. */
function meantUnfinished(view: View, { deploys }: Situation): KnownProject | null {
  const { form } = view.deploys;
  if (view.overlay?.kind === 'deploy-form') return form === null ? null : projectOf(form, deploys);
  const unfinished = deploys.projects.filter((project) => project.unfinished !== null);
  const selected = selectedRelease(view, { deploys });
  return unfinished.find(({ file }) => file === selected?.projectFile) ?? unfinished[0] ?? null;
}

/** Which release a job's project is brought back to. */
export function rollbackOfJob(
  view: View,
  situation: Situation,
): { readonly ok: true; readonly release: Release } | { readonly ok: false; readonly reason: string } {
  const job = meantJob(view, situation);
  const refused = (reason: string) => ({ ok: false, reason }) as const;
  if (job?.kind !== 'deploy') return refused('this is no deploy');
  const file = job.arguments.deploy?.projectFile;
  const project = file === undefined ? null : projectAt(file, situation);
  const reason =
    deployRefusal(view) ??
    (isJobOver(job)
      ? busyReason(project)
      : `#${job.number} goes on: ${situation.keyOf('job.stop')} stops it, and undoes what it began`);
  if (reason !== null) return refused(reason);
  const release = file === undefined ? null : lastGood(file, situation.deploys);
  return release === null
    ? refused('there is no good release before the one that runs')
    : { ok: true, release };
}

export function openRollback(view: View, release: Release, situation: Situation): Outcome {
  const request: DeployRequest = {
    ...usualRequest,
    ...{ mode: 'rollback', projectFile: release.projectFile, releaseId: release.id },
  };
  return openPlan(view, request, situation);
}

/** Why this release is not brought back; null when it may be. */
export function rollbackRefusal(view: View, release: Release | null, situation: Situation): string | null {
  const reason = deployRefusal(view);
  if (reason !== null) return reason;
  if (release === null) return 'no release is selected';
  const named = `${release.id} of ${release.projectName}`;
  if (isRunning(release, situation.deploys)) return `${named} runs already`;
  if (release.verdict !== 'pass') return `${named} did not pass: it is not brought back`;
  if (release.image === null) return `${named} has no image that could be brought back`;
  return busyReason(projectAt(release.projectFile, situation));
}

export function answerDeployQuestion(view: View, yes: boolean, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'deploy-confirm') return seen(view);
  const closed: View = { ...view, overlay: overlay.isFromForm && !yes ? { kind: 'deploy-form' } : null };
  if (!yes) return seen(closed);
  if (overlay.request !== null) return startDeploy(closed, overlay.request, situation);
  return overlay.jobId === null ? seen(closed) : asking(closed, { kind: 'stop-job', jobId: overlay.jobId });
}

function asked(view: View, question: Omit<DeployQuestion, 'kind' | 'choice'>): Outcome {
  return seen({ ...view, overlay: { kind: 'deploy-confirm', ...question, choice: 'no' } });
}

function endingRequest(projectFile: string, mode: 'resume' | 'abort', deployId: string): DeployRequest {
  return { ...usualRequest, mode, projectFile, deployId };
}

function projectAt(file: string, { deploys }: Situation): KnownProject | null {
  return deploys.projects.find((each) => each.file === file) ?? null;
}

function busyReason(project: KnownProject | null): string | null {
  return project?.lockedBy == null ? null : `${project.name} is being deployed by ${project.lockedBy}`;
}
