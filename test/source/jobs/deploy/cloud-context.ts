/** A step's context around a cloud: a project of little, no other door that works, and effects that are written down. */
import type { DeployDoors } from '../../../../source/jobs/deploy/doors.ts';
import type {
  EffectDetails,
  EffectKind,
  EffectResults,
} from '../../../../source/jobs/deploy/effects/effect.ts';
import type { Step, StepContext, StepEnd, StepTold } from '../../../../source/jobs/deploy/step.ts';
import { usualRequest } from '../../../../source/jobs/model/deploy.ts';
import type { PodConfiguration, Release } from '../../../../source/jobs/model/release.ts';
import type { Project } from '../../../../source/jobs/project/project.ts';
import type { Cloud } from '../../../../source/runpod/cloud.ts';
import type { DeployCloud } from '../../../../source/runpod/deploy-cloud.ts';

export const digest = `sha256:${'ab'.repeat(32)}`;
export const image = `registry.example/acme/app:1.4.0@${digest}`;

export const configuration: PodConfiguration = {
  podName: 'app',
  gpuTypeIds: ['NVIDIA A40', 'NVIDIA L4'],
  gpuCount: 1,
  cloud: 'secure',
  dataCentreIds: [],
  bidPerGpuDollars: null,
  containerDiskGigabytes: 20,
  volume: { kind: 'local', gigabytes: 10, mountPath: '/workspace' },
  ports: [
    { port: 80, protocol: 'http' },
    { port: 22, protocol: 'tcp' },
  ],
  environment: {
    MODE: { kind: 'plain', value: 'fast' },
    HF: { kind: 'secret', secretName: 'hf' },
    TOKEN: { kind: 'environment', variable: 'MY_TOKEN' },
  },
  startCommand: null,
  registryCredential: null,
};

export const project: Project = {
  file: '/work/app/pod-engine.yaml',
  folder: '/work/app',
  name: 'app',
  registry: 'registry.example',
  repository: 'acme/app',
  version: { kind: 'automatic' },
  build: {
    context: '/work/app',
    dockerfile: '/work/app/Dockerfile',
    target: null,
    arguments: {},
    secrets: {},
    timeoutMs: 1000,
    maxSizeBytes: null,
  },
  test: null,
  health: { port: 80, path: '/health.json', paths: [], headers: {} },
  try: { isOn: true, timeoutMs: 1000, stopWithinMs: 1000 },
  ready: { timeoutMs: 1000 },
  verify: { times: 3, everyMs: 1, timeoutMs: 1000, soakMs: 1, benchmark: null },
  strategy: 'in-place',
  maxDollarsPerHour: null,
  pod: configuration,
  hooks: {},
};

export const release: Release = {
  schema: 1,
  id: 'r1',
  deployId: 'd-old-000001',
  how: 'deploy',
  of: null,
  projectName: 'app',
  projectFile: project.file,
  version: '1.3.0',
  commit: null,
  isDirty: false,
  image: { reference: 'registry.example/acme/app:1.3.0', digest },
  templateId: null,
  podIds: ['pod1'],
  costPerHourDollars: 0.4,
  configuration,
  who: 'ann@build',
  startedAtMs: 1,
  endedAtMs: 2,
  verdict: 'pass',
  text: 'It runs.',
};

export function doorsOf(
  cloud: (Cloud & DeployCloud) | null,
  changes: Partial<DeployDoors> = {},
): DeployDoors {
  const unused = (): never => {
    throw new Error('This door is not used here.');
  };
  return {
    run: unused,
    findEngine: unused,
    engineNamed: unused,
    registryOf: unused,
    gitIn: unused,
    cloud,
    sshDoors: unused,
    targetOf: unused,
    proxyUrlOf: unused,
    fetch: unused,
    benchmark: unused,
    environment: { MY_TOKEN: 'tok-verysecret' },
    who: 'ann@build',
    nowMs: () => 0,
    sleep: async () => undefined,
    releasesFolder: '/nowhere',
    ...changes,
  };
}

export type Done = { readonly kind: EffectKind; readonly key: string; readonly details: unknown };

export type TestContext = { readonly context: StepContext; readonly done: Done[] };

export function contextOf(
  cloud: (Cloud & DeployCloud) | null,
  changes: Omit<Partial<StepContext>, 'request'> & {
    readonly request?: Partial<StepContext['request']>;
  } = {},
): TestContext {
  const done: Done[] = [];
  const { request, ...rest } = changes;
  const context: StepContext = {
    project,
    deployId: 'd-20261125-abc123',
    facts: {
      push: { reference: 'registry.example/acme/app:1.4.0', digest },
      template: { id: 't1', name: 'app', image },
    },
    running: null,
    wanted: null,
    doors: doorsOf(cloud),
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
  };
  return { context, done };
}

export type Ran<End> = { readonly end: End; readonly told: readonly string[] };

/** Runs a step to its end; what it throws is thrown on. */
export async function runStep<Id extends 'template' | 'pod'>(
  step: Step<Id>,
  context: StepContext,
): Promise<Ran<StepEnd<Id>>> {
  const told: StepTold[] = [];
  const stream = step.run(context);
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { end: next.value, told: told.map(textOf) };
    told.push(next.value);
  }
}

function textOf(told: StepTold): string {
  return 'text' in told ? told.text : told.kind;
}
