/** What a resume or an abort would do with the deploy that is not over. */
import type { DeployPlan, PlannedStep } from '../model/deploy.ts';
import { type KeptDeploy, standingEffects } from '../releases/kept-deploy.ts';
import { chooseSteps } from './choice.ts';
import { titleOf } from './do-effect.ts';
import type { PlanOptions } from './plan-options.ts';
import { projectOf } from './project-snapshot.ts';
import { factsIn } from './remembered.ts';
import { targetOf } from './target.ts';

export async function planUnfinished(options: PlanOptions, mode: 'resume' | 'abort'): Promise<DeployPlan> {
  const { request, releases } = options;
  const { projectFile, deployId } = request;
  const deploy = await (deployId === null
    ? releases.unfinished(projectFile)
    : releases.deploy(projectFile, deployId));
  if (deploy === null || deploy.end?.isFinal === true) return nothingToDo(options, mode);
  const project = projectOf(deploy.project) ?? options.project;
  const { running } = deploy;
  const target = targetOf({ request: deploy.request, project, running });
  const facts = deploy.steps.preflight?.facts;
  const preflight = factsIn('preflight', facts);
  const isBack = mode === 'abort' || deploy.undoing !== null;
  return {
    ...{ projectName: project.name, projectFile },
    version:
      preflight !== null && 'version' in preflight
        ? preflight.version
        : (deploy.request.version ?? 'unknown'),
    runningVersion: running?.version ?? null,
    steps: isBack ? [] : stepsOf(options, deploy),
    ...{ differences: [], problems: [], offer: null },
    target: {
      kind: target.kind,
      podId: target.kind === 'new' ? null : target.podId,
      podName: project.pod.podName,
    },
    losses: isBack
      ? [...standingEffects(deploy)].reverse().map((effect) => `Taken back: ${titleOf({ options }, effect)}.`)
      : [],
  };
}

function stepsOf({ steps }: PlanOptions, deploy: KeptDeploy): readonly PlannedStep[] {
  const choice = chooseSteps(deploy.request);
  return choice.ids.map((id) => {
    const { title } = steps[id];
    const ended = deploy.steps[id];
    const isDone = ended !== undefined && factsIn(id, ended.facts) !== null;
    if (isDone) return { id, title, will: 'skip', text: `Done already: ${ended.text}` };
    const why = choice.leftOut.get(id);
    if (why !== undefined) return { id, title, will: 'skip', text: `Left out (${why}).` };
    return { id, title, will: 'run', text: id === deploy.step ? `${title}: gone on with` : title };
  });
}

function nothingToDo({ project, request }: PlanOptions, mode: 'resume' | 'abort'): DeployPlan {
  const text = `There is nothing to ${mode}: every deploy of this project is over.`;
  return {
    ...{ projectName: project.name, projectFile: request.projectFile },
    ...{ version: 'unknown', runningVersion: null, steps: [], differences: [], offer: null, losses: [] },
    problems: [{ severity: 'error', text, fix: '`pod-engine deploy` begins a new one.' }],
    target: { kind: 'new', podId: null, podName: project.pod.podName },
  };
}
