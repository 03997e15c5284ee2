/** Projects, releases, plans and runs of deploys as an operator may have them: one that runs, failed, unfinished, dirty. */
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import {
  type DeployPlan,
  type DeployRequest,
  stepIds,
  usualRequest,
} from '../../../source/jobs/model/deploy.ts';
import type { DeploysSnapshot, GpuChoice, KnownProject } from '../../../source/jobs/model/deploys.ts';
import { type Job, projectRunId } from '../../../source/jobs/model/job.ts';
import type { PodConfiguration, Release } from '../../../source/jobs/model/release.ts';
import { fixtureNowMs } from './fixture-fleet.ts';
import { ended, eventsOf, makeJob, makeRun } from './fixture-jobs.ts';

const hour = 3_600_000;

export const projectFile = '/home/ann/chat/pod-engine.yaml';
export const otherFile = '/home/ann/reranker/pod-engine.yaml';

export const configuration: PodConfiguration = {
  podName: 'chat',
  gpuTypeIds: ['NVIDIA H100 80GB HBM3', 'NVIDIA A100-SXM4-80GB'],
  gpuCount: 2,
  cloud: 'secure',
  dataCentreIds: [],
  bidPerGpuDollars: null,
  containerDiskGigabytes: 40,
  volume: { kind: 'local', gigabytes: 100, mountPath: '/workspace' },
  ports: [
    { port: 80, protocol: 'http' },
    { port: 22, protocol: 'tcp' },
  ],
  environment: {
    MODEL: { kind: 'plain', value: 'llama-3-70b' },
    HF_TOKEN: { kind: 'secret', secretName: 'hugging_face' },
    SENTRY_DSN: { kind: 'environment', variable: 'SENTRY_DSN' },
  },
  startCommand: null,
  registryCredential: null,
};

export function makeRelease(fields: Partial<Release> & { readonly id: string }): Release {
  const number = Number(fields.id.slice(1));
  const startedAtMs = fixtureNowMs - (10 - number) * 26 * hour;
  return {
    schema: 1,
    deployId: `d-${fields.id}`,
    how: 'deploy',
    of: null,
    projectName: 'chat',
    projectFile,
    version: `1.${number}.0`,
    commit: `${number}f2a1b9c3d4e5f60718293a4b5c6d7e8f9012345`,
    isDirty: false,
    image: {
      reference: `registry.lab/acme/chat:1.${number}.0`,
      digest: `sha256:${String(number).repeat(64).slice(0, 64)}`,
    },
    templateId: 'tpl7x2q',
    podIds: ['k1x2q7w1'],
    costPerHourDollars: 5.38,
    configuration,
    who: 'ann@build-1',
    startedAtMs,
    endedAtMs: startedAtMs + 252_000,
    verdict: 'pass',
    text: 'verified by proxy and SSH, three times in a row',
    ...fields,
  };
}

export const running = makeRelease({ id: 'r7' });

export function makeProject(fields: Partial<KnownProject> = {}): KnownProject {
  return {
    file: projectFile,
    name: 'chat',
    problem: null,
    strategy: 'blue-green',
    gpuTypeIds: configuration.gpuTypeIds,
    gpuCount: 2,
    dataCentreIds: [],
    running,
    unfinished: null,
    lockedBy: null,
    ...fields,
  };
}

const gpu = (
  typeId: string,
  displayName: string,
  memoryGigabytes: number,
  stock: GpuChoice['stock'],
  dollarsPerGpuHour: number | null,
): GpuChoice => ({ typeId, displayName, memoryGigabytes, stock, dollarsPerGpuHour });

export const gpuChoices: readonly GpuChoice[] = [
  gpu('NVIDIA H200', 'H200 SXM', 141, 'medium', 3.59),
  gpu('NVIDIA H100 80GB HBM3', 'H100 SXM', 80, 'high', 2.69),
  gpu('NVIDIA A100-SXM4-80GB', 'A100 SXM', 80, 'low', 1.49),
  gpu('NVIDIA L40S', 'L40S', 48, null, 0.79),
  gpu('NVIDIA RTX A6000', 'RTX A6000', 48, 'none', 0.33),
  gpu('NVIDIA B200', 'B200', 180, 'high', null),
  ...['RTX 4090', 'RTX 5090', 'RTX 3090', 'L4', 'L40', 'A40', 'A30', 'V100'].map((name) =>
    gpu(`NVIDIA ${name}`, name, 24, 'high', 0.44),
  ),
];

export const releases: readonly Release[] = [
  makeRelease({
    id: 'r9',
    verdict: null,
    endedAtMs: null,
    text: '',
    projectName: 'reranker',
    projectFile: otherFile,
    version: '0.9.0',
    podIds: [],
    image: null,
    costPerHourDollars: null,
    startedAtMs: fixtureNowMs - hour / 2,
  }),
  makeRelease({
    id: 'r8',
    verdict: 'fail',
    text: 'the pod answers as 1.7.0, not as 1.8.0: undone',
    podIds: [],
  }),
  running,
  makeRelease({ id: 'r6', how: 'rollback', of: 'r4', version: '1.4.0' }),
  makeRelease({ id: 'r5', isDirty: true, who: 'bob@laptop' }),
  makeRelease({ id: 'r4' }),
  makeRelease({ id: 'r3', verdict: 'inconclusive', text: 'the API did not answer for 5 min' }),
  makeRelease({ id: 'r2', verdict: 'stopped', text: 'stopped by ann at “ready”: undone', image: null }),
  makeRelease({ id: 'r1', commit: null, podIds: ['gone7q'] }),
];

export function makeDeploys(fields: Partial<DeploysSnapshot> = {}): DeploysSnapshot {
  return {
    projects: [
      makeProject(),
      makeProject({
        file: otherFile,
        name: 'reranker',
        strategy: 'new',
        running: null,
        unfinished: { deployId: 'd-r9', step: 'ready', sinceMs: fixtureNowMs - hour / 2 },
      }),
    ],
    releases,
    gpus: { atMs: fixtureNowMs - 14_000, choices: gpuChoices },
    dataCentres: [
      { id: 'US-TX-3', location: 'Texas' },
      { id: 'EU-RO-1', location: 'Romania' },
    ],
    plan: null,
    ...fields,
  };
}

export const deployRequest: DeployRequest = { ...usualRequest, projectFile };

export const plan: DeployPlan = {
  projectName: 'chat',
  projectFile,
  version: '1.8.0',
  runningVersion: '1.7.0',
  steps: stepIds.map((id) => ({
    id,
    title: id,
    will: id === 'test' ? 'skip' : 'run',
    text:
      id === 'test'
        ? 'nothing has changed since 1.7.0'
        : `what ${id} would do with registry.lab/acme/chat:1.8.0`,
  })),
  differences: [
    { name: 'image', from: 'registry.lab/acme/chat:1.7.0', to: 'registry.lab/acme/chat:1.8.0' },
    { name: 'container disk', from: '20 GB', to: '40 GB' },
    { name: 'variable MODEL', from: null, to: 'llama-3-70b' },
    { name: 'port 8888/http', from: 'open', to: null },
  ],
  problems: [
    {
      severity: 'warning',
      text: 'The base image “node:22-slim” floats: two builds of one commit may differ.',
      fix: 'Pin it by its digest.',
    },
  ],
  target: { kind: 'blue-green', podId: 'k1x2q7w1', podName: 'chat-2' },
  offer: {
    gpuName: 'H100 SXM',
    gpuCount: 2,
    dataCentreId: 'US-TX-3',
    stock: 'high',
    dollarsPerHour: 5.38,
  },
  losses: ['The pod llama-sft-0 is stopped after the soak: its container disk is lost.'],
};

export const dirtyPlan: DeployPlan = {
  ...plan,
  problems: [
    {
      severity: 'error',
      text: 'The tree has 3 changes that are not committed, “Dockerfile” among them.',
      fix: 'Commit them, or take them in with --allow-dirty.',
    },
    ...plan.problems,
  ],
};

const began = (step: string, title: string): JobEventBody => ({ kind: 'step-began', step, title });
const said = (text: string, level: 'info' | 'warn' | 'error' = 'info'): JobEventBody => ({
  kind: 'output',
  level,
  text,
});
const done = (
  step: string,
  text: string,
  tookMs = 1240,
  outcome: 'pass' | 'warn' | 'fail' | 'skipped' = 'pass',
): JobEventBody => ({
  kind: 'step-ended',
  step,
  outcome,
  text,
  tookMs,
});

const beginning: readonly JobEventBody[] = [
  said('deploys chat 1.8.0 as d-r8'),
  began('preflight', 'look before it begins'),
  said('podman 4.3.1'),
  said('The base image floats.', 'warn'),
  done('preflight', '1 warning', 900, 'warn'),
  began('test', 'run the tests'),
  done('test', 'nothing has changed since 1.7.0', 2, 'skipped'),
  began('build', 'build the image'),
  ...Array.from({ length: 30 }, (_, index) => said(`STEP ${index + 1}/30: COPY part-${index + 1} /app/`)),
];

export const buildingBodies: readonly JobEventBody[] = [
  ...beginning,
  { kind: 'progress', fraction: 0.43, text: 'step 13 of 30' },
];

export const readyBodies: readonly JobEventBody[] = [
  ...beginning,
  done('build', 'registry.lab/acme/chat:1.8.0, 412 MB', 72_000),
  began('push', 'push the image'),
  done('push', 'sha256:8888…', 9100),
  began('pod', 'make the pod'),
  done('pod', 'chat-2 in US-TX-3, $5.38/h', 4200),
  began('ready', 'wait until it is ready'),
  began('ready/placed', 'placed'),
  done('ready/placed', 'on a host in US-TX-3', 3000),
  began('ready/pulling', 'pulling'),
  said('layer 4 of 9'),
];

export const passedBodies: readonly JobEventBody[] = [
  ...readyBodies,
  done('ready/pulling', '9 layers', 21_000),
  done('ready', 'within 31 s', 31_000),
  began('verify', 'verify the release'),
  said('https://k9-80.proxy.runpod.net/health.json: 1.8.0', 'info'),
  done('verify', 'three times in a row', 6000),
  began('done', 'say what is where'),
  said('URL      https://k9-80.proxy.runpod.net'),
  said('SSH      ssh root@38.80.152.249 -p 21417'),
  said('costs    $5.38/h'),
  done('done', 'written to /home/ann/.local/state/pod-engine/chat/r9.md', 12),
  { kind: 'verdict', verdict: 'pass', text: 'chat 1.8.0 runs as r9 on chat-2', exitCode: 0 },
];

export const failedBodies: readonly JobEventBody[] = [
  ...readyBodies,
  done('ready/pulling', 'manifest unknown', 2400, 'fail'),
  said('manifest unknown: registry.lab/acme/chat:1.8.0', 'error'),
  done('ready', 'the image is not there to be pulled', 8100, 'fail'),
  said('look at the registry’s clean-up rules', 'warn'),
  said('undone: the pod “chat-2”'),
  said('undone: the image registry.lab/acme/chat:1.8.0'),
  { kind: 'verdict', verdict: 'fail', text: 'the image is not there to be pulled: undone', exitCode: 2 },
];

export function deployJob(bodies: readonly JobEventBody[], fields: Partial<Job> = {}): Job {
  const verdict = bodies.find((body) => body.kind === 'verdict');
  return makeJob({
    number: 50,
    kind: 'deploy',
    arguments: { deploy: deployRequest },
    runs: [
      makeRun({
        podId: projectRunId(projectFile),
        podName: 'chat',
        events: eventsOf(bodies),
        ...(verdict?.kind === 'verdict' && { state: ended(verdict.verdict, verdict.text) }),
      }),
    ],
    ...(verdict !== undefined && { endedAtMs: fixtureNowMs - 5000 }),
    ...fields,
  });
}
