/** What a deploy would do. Nothing is changed by asking: no lock is taken, nothing is written. */
import type { DeployDifference, DeployPlan, DeployProblem, DeployRequest } from '../model/deploy.ts';
import type { Release } from '../model/release.ts';
import type { Project } from '../project/project.ts';
import { runningRelease } from '../releases/running.ts';
import type { StepMemory } from '../releases/step-memory.ts';
import { newDeployId, unfinishedText } from './begin-session.ts';
import { releaseDifferences } from './differences.ts';
import type { DeployFacts } from './facts.ts';
import { firstOffer } from './offer.ts';
import type { PlanOptions } from './plan-options.ts';
import { type PlannedSteps, planSteps } from './plan-steps.ts';
import { planUnfinished } from './plan-unfinished.ts';
import { lastDigestIn } from './remembered.ts';
import { factsOfRelease, projectOfRelease, wantedRelease } from './rollback.ts';
import type { StepContext } from './step.ts';
import { targetOf } from './target.ts';

export type { PlanOptions } from './plan-options.ts';

/** What stands in the way is among the plan's problems. */
export async function planDeploy(options: PlanOptions): Promise<DeployPlan> {
  const { request, releases, project } = options;
  const { mode } = request;
  if (mode === 'resume' || mode === 'abort') return await planUnfinished(options, mode);
  const known = await releases.list(project.file);
  const running = runningRelease(known);
  const wanted = mode === 'rollback' ? wantedRelease(known, request.releaseId) : null;
  const standing = await standingProblems(options);
  if (wanted?.ok === false) {
    const fix = '`pod-engine releases` lists those that can be brought back.';
    const problems = [...standing, { severity: 'error', text: wanted.reason, fix } as const];
    return await planOf(options, { running, known, wanted: null, problems, isEmpty: true });
  }
  return await planOf(options, { running, known, wanted: wanted?.release ?? null, problems: standing });
}

type Past = {
  readonly running: Release | null;
  readonly known: readonly Release[];
  readonly wanted: Release | null;
  readonly problems: readonly DeployProblem[];
  readonly isEmpty?: boolean;
};

async function planOf(options: PlanOptions, past: Past): Promise<DeployPlan> {
  const { request, releases, doors, signal } = options;
  const { running, wanted } = past;
  const project = wanted === null ? options.project : projectOfRelease(options.project, wanted);
  const memory = await releases.memory(project.file);
  const planned = past.isEmpty === true ? nothing : await steps(options, { ...past, project, memory });
  const version = planned.facts.preflight?.version ?? wanted?.version ?? versionAsked(request, project);
  const target = targetOf({ request, project, running });
  const configuration = {
    ...project.pod,
    gpuTypeIds: request.gpuTypeIds ?? project.pod.gpuTypeIds,
    dataCentreIds: request.dataCentreIds ?? project.pod.dataCentreIds,
  };
  const own = releaseDifferences(running, { version, configuration });
  return {
    ...{ projectName: project.name, projectFile: project.file, version },
    runningVersion: running?.version ?? null,
    steps: planned.steps,
    differences: eachOnce([...own, ...planned.plans.flatMap(({ differences = [] }) => differences)]),
    problems: problemsOnce([...past.problems, ...planned.problems]),
    target: {
      kind: target.kind,
      podId: target.kind === 'new' ? null : target.podId,
      podName: project.pod.podName,
      ...(planned.plans.some(({ isPodKept }) => isPodKept === true) ? { isKept: true as const } : {}),
    },
    offer: await firstOffer({ request, configuration, cloud: doors.cloud, signal }),
    losses: [...new Set(planned.plans.flatMap(({ losses = [] }) => losses))],
  };
}

const nothing: PlannedSteps = { steps: [], facts: {}, plans: [], problems: [] };

async function steps(
  options: PlanOptions,
  scene: Past & { readonly project: Project; readonly memory: StepMemory },
): Promise<PlannedSteps> {
  const { request, doors, signal, nowMs } = options;
  const { project, running, wanted, known, memory } = scene;
  const deployId = newDeployId(nowMs());
  const contextOf = (facts: DeployFacts): StepContext => ({
    ...{ project, request, deployId, facts, running, wanted, releases: known, doors, signal },
    lastDigest: lastDigestIn(memory),
    effect: () => Promise.reject(new Error('A plan changes nothing.')),
  });
  const given = wanted === null ? {} : factsOfRelease(wanted);
  return await planSteps({ steps: options.steps, memory, contextOf }, given);
}

/** What keeps a deploy from beginning, whatever it would do. */
async function standingProblems({ releases, project }: PlanOptions): Promise<readonly DeployProblem[]> {
  const holder = await releases.lockedBy(project.file);
  if (holder !== null) {
    const text = `The project is being deployed by ${holder}.`;
    return [{ severity: 'error', text, fix: 'Wait until that deploy is over.' }];
  }
  const unfinished = await releases.unfinished(project.file);
  if (unfinished === null) return [];
  return [{ severity: 'error', text: unfinishedText(unfinished), fix: 'Resume it, or abort it.' }];
}

/** Where preflight could not say: an automatic version is only known once it has looked. */
function versionAsked({ version }: DeployRequest, project: Project): string {
  if (version !== null) return version;
  return project.version.kind === 'fixed' ? project.version.version : 'unknown';
}

/** Preflight and the step itself may both have found it; what is an error for one of them is an error. */
function problemsOnce(problems: readonly DeployProblem[]): readonly DeployProblem[] {
  const errors = new Set(problems.filter(({ severity }) => severity === 'error').map(({ text }) => text));
  const kept = problems.filter(({ severity, text }) => severity === 'error' || !errors.has(text));
  return [...new Map(kept.map((each) => [each.text, each])).values()];
}

/** What a step says of a name is nearer to the truth than a comparison with the ledger. */
function eachOnce(differences: readonly DeployDifference[]): readonly DeployDifference[] {
  const byName = new Map(differences.map((each) => [each.name, each]));
  return [...byName.values()].filter(
    ({ name }) => !byName.has(name.replace(/^template: /, '')) || !name.startsWith('template: '),
  );
}
