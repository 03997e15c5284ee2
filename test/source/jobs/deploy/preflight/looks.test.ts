/** Single looks at what RunPod says, and looks that hang or break. */
import { expect, test } from 'vitest';
import { createSecret } from '../../../../../source/base/secret.ts';
import type { ContainerEngine } from '../../../../../source/jobs/container/container-engine.ts';
import { balance } from '../../../../../source/jobs/deploy/preflight/balance.ts';
import { diskSpace } from '../../../../../source/jobs/deploy/preflight/disk-space.ts';
import { engine } from '../../../../../source/jobs/deploy/preflight/engine.ts';
import { gpu } from '../../../../../source/jobs/deploy/preflight/gpu.ts';
import { createGround } from '../../../../../source/jobs/deploy/preflight/ground.ts';
import { limits } from '../../../../../source/jobs/deploy/preflight/limits.ts';
import { type Look, type Looked, well } from '../../../../../source/jobs/deploy/preflight/look.ts';
import { lookAtAll } from '../../../../../source/jobs/deploy/preflight/look-at-all.ts';
import { target } from '../../../../../source/jobs/deploy/preflight/target.ts';
import { preflightTools } from '../../../../../source/jobs/deploy/preflight/tools.ts';
import type { StepTold } from '../../../../../source/jobs/deploy/step.ts';
import type { PodConfiguration } from '../../../../../source/jobs/model/release.ts';
import type { Project } from '../../../../../source/jobs/project/project.ts';
import { literalPod } from '../../literal-pod.ts';
import { contextWith, type Given, plainPod, projectIn, releaseOf } from '../real-context.ts';
import {
  account,
  failureOf,
  offerOf,
  type PreflightCloud,
  preflightCloud,
  settingsOf,
} from './literal-cloud.ts';

type Asked = Omit<Given, 'project'> & {
  readonly project?: Partial<Project>;
  readonly pod?: Partial<PodConfiguration>;
  readonly cloud?: Partial<PreflightCloud>;
};

async function look(asked: Look, given: Asked = {}): Promise<Looked> {
  const { project, pod, cloud, doors, ...rest } = given;
  const whole = projectIn('/work/app', { pod: { ...plainPod, ...pod }, ...project });
  const { context } = contextWith({
    ...rest,
    project: whole,
    doors: { cloud: preflightCloud(cloud), ...doors },
  });
  return await asked.look(createGround(context, preflightTools));
}
function said({ problems }: Looked): readonly string[] {
  return problems.map(({ severity, text, fix }) => `${severity}: ${text} ${fix}`);
}
function offers(...changes: readonly Parameters<typeof offerOf>[0][]): Partial<PreflightCloud> {
  return { gpuOffers: async () => ({ ok: true, value: changes.map(offerOf) }) };
}

test('the first wish that is to be had is told with its price', async () => {
  const wished = { gpuTypeIds: ['NVIDIA L4', 'NVIDIA A40'], gpuCount: 2 };
  const cloud = offers({ typeId: 'NVIDIA L4', displayName: 'L4', stock: 'none' }, {});
  const looked = await look(gpu, { pod: wished, cloud });
  expect(said(looked)).toEqual([]);
  expect(looked.text).toContain('2 x NVIDIA A40 ($0.80 an hour, stock high)');
});

test('sold out is a hint and no refusal', async () => {
  expect(said(await look(gpu, { cloud: offers({ stock: 'none' }) }))).toEqual([
    expect.stringMatching(/^warning: NVIDIA A40 has no stock just now/),
  ]);
});

test('a price above the limit, too many cards and a low bid are told', async () => {
  const dear = await look(gpu, { project: { maxDollarsPerHour: 0.3 } });
  expect(said(dear)[0]).toMatch(/^error: None of the wished GPUs may be rented: NVIDIA A40: it costs \$0.4/);
  const many = await look(gpu, { pod: { gpuCount: 9 } });
  expect(said(many)[0]).toContain('at most 8 of them');
  const low = await look(gpu, { pod: { bidPerGpuDollars: 0.1 } });
  expect(said(low)[0]).toMatch(/^warning: The bid of \$0.10 is below the lowest/);
  const unpriced = await look(gpu, { cloud: offers({ dollarsPerGpuHour: null }) });
  expect(said(unpriced)[0]).toMatch(/^warning: RunPod names no price/);
});

test('of a pod that is changed in place the GPU stays', async () => {
  const looked = await look(gpu, { request: { target: { kind: 'in-place', podId: 'pod1' } } });
  expect(looked).toMatchObject({ state: 'skipped', text: 'The pod keeps its GPU.' });
});

const money = (
  changes: Partial<typeof account> | Record<string, number | null>,
): Partial<PreflightCloud> => ({
  account: async () => ({ ok: true, value: { ...account, ...changes } }),
});

test('the balance has to cover an hour, and the spend limit the pod', async () => {
  expect(said(await look(balance))).toEqual([]);
  const empty = await look(balance, { cloud: money({ balanceDollars: 0.39 }) });
  expect(said(empty)).toEqual([
    expect.stringMatching(/^error: The balance of \$0.39 does not cover the first hour, \$0.40\./),
  ]);
  const short = await look(balance, { cloud: money({ balanceDollars: 1.2 }) });
  expect(said(short)).toEqual([expect.stringMatching(/^warning: .*lasts less than an hour: \$1.40 an hour/)]);
  const limited = await look(balance, { cloud: money({ spendLimitPerHourDollars: 1.2 }) });
  expect(said(limited)).toEqual([expect.stringMatching(/^error: The account may spend \$1.20 an hour/)]);
});

test('a balance that RunPod does not tell is never zero', async () => {
  const unknown = await look(balance, { cloud: money({ balanceDollars: null }) });
  expect(said(unknown)).toEqual([expect.stringMatching(/^warning: RunPod does not tell the balance/)]);
});

test('changing a pod in place costs nothing more', async () => {
  const cloud = money({ balanceDollars: 2, spendLimitPerHourDollars: 1 });
  const looked = await look(balance, { cloud, request: { target: { kind: 'in-place', podId: 'pod1' } } });
  expect(said(looked)).toEqual([]);
});

const inPlace = { target: { kind: 'in-place', podId: 'pod1' } } as const;

test('a pod that was named and is not there is told; one of a release that is gone is made anew', async () => {
  const gone = await look(target, { request: { target: { kind: 'blue-green', podId: 'pod9' } } });
  expect(said(gone)).toEqual([expect.stringMatching(/^error: There is no pod "pod9" in this account/)]);
  const project = projectIn('/work/app');
  const running = releaseOf(project, { podIds: ['pod9'] });
  expect(await look(target, { running })).toMatchObject({ problems: [], text: 'A new pod is made.' });
});

test('a pod that no deploy made, and one that is locked, are told before they are changed', async () => {
  expect(said(await look(target, { request: inPlace }))).toEqual([
    expect.stringMatching(/^warning: pod-1 \(pod1\) was not made by a deploy/),
  ]);
  const project = projectIn('/work/app');
  const releases = [releaseOf(project, { podIds: ['pod1'] })];
  expect(said(await look(target, { request: inPlace, releases }))).toEqual([]);
  const environment = { POD_ENGINE_DEPLOY_ID: createSecret('d-1') };
  const podSettings = async () => ({ ok: true, value: settingsOf({ environment }) }) as const;
  const getPod = async () => ({ ok: true, value: literalPod({ locked: true }) }) as const;
  expect(said(await look(target, { request: inPlace, cloud: { podSettings, getPod } }))).toEqual([
    expect.stringMatching(/^error: .* is locked/),
  ]);
});

test('a target that nobody can tell of is no target that is gone', async () => {
  const podSettings = async () => failureOf('timeout', 'No answer within 10 s.');
  expect(await look(target, { request: inPlace, cloud: { podSettings } })).toMatchObject({
    state: 'unanswered',
    problems: [{ severity: 'error', text: expect.stringContaining('No answer within 10 s.') }],
  });
});

test("more ports than RunPod's proxy takes are told", async () => {
  const ports = Array.from({ length: 11 }, (_, at) => ({ port: 80 + at, protocol: 'http' as const }));
  expect(said(await look(limits, { pod: { ports } }))[0]).toContain('11 HTTP ports');
});

function foundEngine(changes: Partial<ContainerEngine>): Given['doors'] {
  const unused = (): never => {
    throw new Error('Nothing is done with the engine.');
  };
  const engineOf: ContainerEngine = {
    ...{ kind: 'podman', program: 'sh', version: '4.3.1', canRun: true },
    ...{ build: unused, look: unused, run: unused, labelled: unused, exitCode: unused, logs: unused },
    ...{ stop: unused, remove: unused, push: unused },
    ...changes,
  };
  return { findEngine: async () => ({ ok: true, engine: engineOf }) };
}

test('an engine that runs nothing leaves the image untried', async () => {
  const doors = foundEngine({ kind: 'buildah', canRun: false }) ?? {};
  expect(said(await look(engine, { doors }))).toEqual([
    expect.stringMatching(/^warning: buildah runs no containers/),
  ]);
  const none = {
    findEngine: async () => ({ ok: false, reason: 'None works.', fix: 'Install one.' }) as const,
  };
  expect(said(await look(engine, { doors: none }))).toEqual(['error: None works. Install one.']);
});

test('where the engine keeps its images there has to be room', async () => {
  // On Linux /proc is a folder whose file system has no block to spare.
  const full = { ...foundEngine({}), run: async () => ended('/proc\n') };
  expect(said(await look(diskSpace, { doors: full }))).toEqual([
    expect.stringMatching(/^error: Only 0\.0 GB free in \/proc: no image can be built there/),
  ]);
  const elsewhere = { ...foundEngine({}), run: async () => ended('/no/such/folder\n') };
  expect(await look(diskSpace, { doors: elsewhere })).toMatchObject({ state: 'skipped', problems: [] });
});

function ended(stdout: string) {
  return { kind: 'ended', exitCode: 0, stdout, stderr: '' } as const;
}

async function lookAt(looks: readonly Look[], timeoutMs: number, signal?: AbortSignal) {
  const project = projectIn('/work/app');
  const { context } = contextWith({ project, ...(signal === undefined ? {} : { signal }) });
  const looking = lookAtAll(context, { looks, timeoutMs });
  const told: StepTold[] = [];
  for (;;) {
    const next = await looking.next();
    if (next.done === true) return { told, problems: next.value.problems };
    told.push(next.value);
  }
}

test('a look that hangs, and one that breaks, spoil no other', async () => {
  const hangs: Look = { id: 'hangs', title: 'Hangs', look: () => new Promise(() => undefined) };
  const breaks: Look = {
    id: 'breaks',
    title: 'Breaks',
    async look() {
      throw new Error('out of order \u001b[2J');
    },
  };
  const fine: Look = { id: 'fine', title: 'Fine', look: async () => well('It is.') };
  const { told, problems } = await lookAt([hangs, breaks, fine], 200);
  expect(problems.map(({ text }) => text)).toEqual([
    'Hangs: nobody has answered within 0.2 s.',
    'Breaks cannot be looked at: out of order ',
  ]);
  const outcomes = told.flatMap((each) => (each.kind === 'step-ended' ? [[each.step, each.outcome]] : []));
  expect(Object.fromEntries(outcomes)).toEqual({
    'preflight/hangs': 'inconclusive',
    'preflight/breaks': 'inconclusive',
    'preflight/fine': 'pass',
  });
});

test('a stop lets go of a look that hangs', async () => {
  const abort = new AbortController();
  const hangs: Look = {
    id: 'hangs',
    title: 'Hangs',
    look() {
      abort.abort();
      return new Promise(() => undefined);
    },
  };
  const { told } = await lookAt([hangs], 60_000, abort.signal);
  expect(told.at(-1)).toMatchObject({ kind: 'step-ended', outcome: 'inconclusive', text: 'Stopped.' });
});

test('a network volume says where its pod has to be', async () => {
  const volume = { kind: 'network', volumeId: 'vol123', mountPath: '/workspace' } as const;
  const asked: unknown[] = [];
  const cloud: Partial<PreflightCloud> = {
    gpuOffers: async (request) => {
      asked.push(request.dataCentreId);
      return { ok: true, value: [offerOf({})] };
    },
  };
  const looked = await look(gpu, { pod: { volume }, cloud });
  expect(said(looked)).toEqual([]);
  expect(looked.text).toContain('in EU-RO-1');
  expect(asked).toEqual(['EU-RO-1']);
  const elsewhere = await look(gpu, { pod: { volume, dataCentreIds: ['US-TX-3'] }, cloud });
  expect(said(elsewhere)).toEqual([
    'error: The network volume "vol123" lies in EU-RO-1, and the pod is wanted in US-TX-3. Take EU-RO-1 as the data centre, or another volume.',
  ]);
  const both = { volume, dataCentreIds: ['US-TX-3', 'EU-RO-1'] };
  expect((await look(gpu, { pod: both, cloud })).text).toContain('in EU-RO-1');
});

test('a network volume that is not there is told, with its id where the name was written', async () => {
  const volumeOf = (volumeId: string) => ({ kind: 'network', volumeId, mountPath: '/workspace' }) as const;
  expect(said(await look(gpu, { pod: { volume: volumeOf('weights') } }))).toEqual([
    'error: RunPod has no network volume "weights" in this account. That is its name; its id is "vol123".',
  ]);
  expect(said(await look(gpu, { pod: { volume: volumeOf('vol124') } }))[0]).toContain(
    'Did you mean "vol123"?',
  );
});
