/** A step's context whose doors are real: git, programs, the container engine and a registry; RunPod alone is literal. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../../../../source/jobs/container/find-engine.ts';
import type { DeployDoors } from '../../../../source/jobs/deploy/doors.ts';
import type {
  EffectDetails,
  EffectKind,
  EffectResults,
} from '../../../../source/jobs/deploy/effects/effect.ts';
import type { Step, StepContext, StepEnd, StepTold } from '../../../../source/jobs/deploy/step.ts';
import { createGit } from '../../../../source/jobs/git/create-git.ts';
import { type StepId, usualRequest } from '../../../../source/jobs/model/deploy.ts';
import type { PodConfiguration, Release } from '../../../../source/jobs/model/release.ts';
import type { Project } from '../../../../source/jobs/project/project.ts';
import { createRegistry } from '../../../../source/jobs/registry/create-registry.ts';
import { engineProgram } from '../../../neighbours/podman.ts';
import { runWith } from '../git/repository.ts';

export const plainPod: PodConfiguration = {
  podName: 'app',
  gpuTypeIds: ['NVIDIA A40'],
  gpuCount: 1,
  cloud: 'secure',
  dataCentreIds: [],
  bidPerGpuDollars: null,
  containerDiskGigabytes: 20,
  volume: { kind: 'none' },
  ports: [
    { port: 80, protocol: 'http' },
    { port: 22, protocol: 'tcp' },
  ],
  environment: {},
  startCommand: null,
  registryCredential: null,
};

export function projectIn(folder: string, changes: Partial<Project> = {}): Project {
  return {
    file: join(folder, 'pod-engine.yaml'),
    folder,
    name: 'app',
    registry: '127.0.0.1:1',
    repository: 'acme/app',
    version: { kind: 'automatic' },
    build: {
      context: folder,
      dockerfile: join(folder, 'Dockerfile'),
      target: null,
      arguments: {},
      secrets: {},
      timeoutMs: 60_000,
      maxSizeBytes: null,
    },
    test: null,
    health: { port: 80, path: '/health.json', paths: [], headers: {} },
    try: { isOn: true, timeoutMs: 1000, stopWithinMs: 1000 },
    ready: { timeoutMs: 1000 },
    verify: { times: 3, everyMs: 1, timeoutMs: 1000, soakMs: 1, benchmark: null },
    strategy: 'in-place',
    maxDollarsPerHour: null,
    pod: plainPod,
    hooks: {},
    ...changes,
  };
}

export function releaseOf(project: Project, changes: Partial<Release> = {}): Release {
  return {
    schema: 1,
    id: 'r1',
    deployId: 'd-old-000001',
    how: 'deploy',
    of: null,
    projectName: project.name,
    projectFile: project.file,
    version: '0.1.0',
    commit: null,
    isDirty: false,
    image: null,
    templateId: null,
    podIds: [],
    costPerHourDollars: null,
    configuration: project.pod,
    who: 'ann@build',
    startedAtMs: 1,
    endedAtMs: 2,
    verdict: 'pass',
    text: 'It runs.',
    ...changes,
  };
}

export type Given = Partial<Omit<StepContext, 'request' | 'doors' | 'project'>> & {
  readonly project: Project;
  readonly request?: Partial<StepContext['request']>;
  readonly doors?: Partial<DeployDoors>;
};

export type Done = { readonly kind: EffectKind; readonly key: string; readonly details: unknown };

/** What the context's effects were asked for is in `done`. */
export function contextWith(given: Given): { readonly context: StepContext; readonly done: Done[] } {
  const { project, request, doors, ...rest } = given;
  const done: Done[] = [];
  const context: StepContext = {
    project,
    deployId: 'd-20261125-abc123',
    facts: {},
    running: null,
    wanted: null,
    releases: [],
    async effect<Kind extends EffectKind>(
      kind: Kind,
      { key, details }: { readonly key: string; readonly details: EffectDetails[Kind] },
      act: () => Promise<EffectResults[Kind]>,
    ) {
      done.push({ kind, key, details });
      return await act();
    },
    signal: new AbortController().signal,
    ...rest,
    request: { ...usualRequest, projectFile: project.file, ...request },
    doors: { ...realDoors(), ...doors },
  };
  return { context, done };
}

export function realDoors(): DeployDoors {
  const run = runWith();
  const environment = {
    ...process.env,
    ...(engineProgram === null ? {} : { CONTAINER_ENGINE: engineProgram }),
  };
  const unused = (): never => {
    throw new Error('This door is not used here.');
  };
  return {
    run,
    findEngine: (signal) => findEngine({ run, environment }, signal),
    engineNamed: unused,
    registryOf: (host) => createRegistry({ host, fetch, environment, homeFolder: homedir(), run }),
    gitIn: (folder) => createGit({ run, folder, who: 'ann@build' }),
    cloud: null,
    sshDoors: unused,
    targetOf: unused,
    proxyUrlOf: unused,
    fetch,
    benchmark: unused,
    environment,
    who: 'ann@build',
    nowMs: Date.now,
    sleep: unused,
    releasesFolder: '/nowhere',
  };
}

export type Ran<Id extends StepId> = { readonly end: StepEnd<Id>; readonly told: readonly StepTold[] };

export async function runStep<Id extends StepId>(step: Step<Id>, context: StepContext): Promise<Ran<Id>> {
  const told: StepTold[] = [];
  const stream = step.run(context);
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { end: next.value, told };
    told.push(next.value);
  }
}

/** Lines of output, whatever their level. */
export function linesOf({ told }: { readonly told: readonly StepTold[] }): readonly string[] {
  return told.flatMap((each) => (each.kind === 'output' ? [each.text] : []));
}
