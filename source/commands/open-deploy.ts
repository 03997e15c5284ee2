/** Deploys as the console and the commands run them: the project's file, the doors, and what is kept of releases. */
import { join } from 'node:path';
import { createSecret, type Secret } from '../base/secret.ts';
import type { DeployOptions } from '../jobs/deploy/session.ts';
import type { RunHandles, Told } from '../jobs/kinds/kind.ts';
import type { DeployPlan, DeployRequest } from '../jobs/model/deploy.ts';
import type { ProjectProblem } from '../jobs/project/problem.ts';
import type { Project } from '../jobs/project/project.ts';
import type { Releases } from '../jobs/releases/releases.ts';
import { stateFolder } from '../settings/state-folder.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { CommandContext } from './command.ts';
import { deployDoors } from './deploy-doors.ts';
import { createHeldEngine } from './held-engine.ts';
import type { Services } from './services.ts';

export type OpenedDeploys = {
  readonly releases: Releases;
  /** For the runner of jobs. */
  run(request: DeployRequest, handles: RunHandles): Promise<AsyncGenerator<Told, void, void>>;
  /** Rejects with a sentence where the project's file cannot be read. */
  plan(request: DeployRequest, signal: AbortSignal): Promise<DeployPlan>;
};

export function openDeploys(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  doors: () => Promise<PodDoors>,
  releases: Releases,
): OpenedDeploys {
  const holdEngine = createHeldEngine(context.nowMs);
  type Parts = Pick<DeployOptions, 'doors' | 'steps' | 'effects' | 'releases'>;
  async function partsOf({ projectFile }: DeployRequest): Promise<Parts> {
    const [{ deploySteps }, { deployEffects }, own] = await Promise.all([
      import('../jobs/deploy/steps/index.ts'),
      import('../jobs/deploy/effects/index.ts'),
      deployDoors(context, services, { projectFile, doors, holdEngine }),
    ]);
    return { releases, doors: own, steps: deploySteps, effects: deployEffects };
  }

  return {
    releases,
    async run(request, handles) {
      const { runDeploy } = await import('../jobs/deploy/deploy.ts');
      if (services.settings.readOnly) throw new Error('The settings say read-only: nothing is deployed.');
      const project = await projectFor(request);
      const parts = await partsOf(request);
      const secrets = secretsOf(project, context.environment);
      return cleaned(runDeploy({ ...parts, request, handles, project }), secrets);
    },
    async plan(request, signal) {
      const { planDeploy } = await import('../jobs/deploy/plan.ts');
      const { nowMs } = context;
      const project = await readOrThrow(request.projectFile);
      return await planDeploy({ ...(await partsOf(request)), request, project, signal, nowMs });
    },
  };
}

export async function openReleasesFor({ environment, homeFolder, nowMs }: CommandContext): Promise<Releases> {
  const { openReleases } = await import('../jobs/releases/releases.ts');
  return openReleases({ folder: join(stateFolder(environment, homeFolder), 'projects'), nowMs });
}

/** What was begun goes by its journal, even where the file has been broken since. */
async function projectFor({ mode, projectFile }: DeployRequest): Promise<Project | null> {
  if (mode === 'deploy' || mode === 'rollback') return await readOrThrow(projectFile);
  const { readProject } = await import('../jobs/project/read-project.ts');
  const read = await readProject(projectFile);
  return read.ok ? read.project : null;
}

async function readOrThrow(projectFile: string): Promise<Project> {
  const { readProject } = await import('../jobs/project/read-project.ts');
  const read = await readProject(projectFile);
  if (read.ok) return read.project;
  throw new Error(problemsText(read.problems));
}

/** Values that go to the pod from the operator's own environment: a program's output may show them. */
function secretsOf(project: Project | null, environment: CommandContext['environment']): readonly Secret[] {
  return Object.values(project?.pod.environment ?? {}).flatMap((reference) => {
    const value = reference.kind === 'environment' ? (environment[reference.variable] ?? '') : '';
    return value === '' ? [] : [createSecret(value)];
  });
}

async function* cleaned(
  events: AsyncGenerator<Told, void, void>,
  secrets: readonly Secret[],
): AsyncGenerator<Told, void, void> {
  const { cleanEvent } = await import('../jobs/clean-event.ts');
  for await (const event of events) yield cleanEvent(event, secrets);
}

/** One a line, each with what to do about it. */
export function problemsText(problems: readonly ProjectProblem[]): string {
  return problems.map(({ text, fix }) => `${text} ${fix}`.trim()).join('\n');
}
