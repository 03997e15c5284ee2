/** The steps of template and pod against the local fleet, over HTTP: no capacity, lost answers, a console that died between. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSecret } from '../../../../../source/base/secret.ts';
import type { EffectWorld } from '../../../../../source/jobs/deploy/effects/effect.ts';
import { podCreated } from '../../../../../source/jobs/deploy/effects/pod-created.ts';
import { podEdited } from '../../../../../source/jobs/deploy/effects/pod-edited.ts';
import { podStopped } from '../../../../../source/jobs/deploy/effects/pod-stopped.ts';
import { detailsOf } from '../../../../../source/jobs/deploy/effects/schemas.ts';
import { templateSaved } from '../../../../../source/jobs/deploy/effects/template-saved.ts';
import type { StepContext } from '../../../../../source/jobs/deploy/step.ts';
import { podStep } from '../../../../../source/jobs/deploy/steps/pod.ts';
import { templateStep } from '../../../../../source/jobs/deploy/steps/template.ts';
import type { Release } from '../../../../../source/jobs/model/release.ts';
import type { Cloud } from '../../../../../source/runpod/cloud.ts';
import type { DeployCloud } from '../../../../../source/runpod/deploy-cloud.ts';
import { createGraphqlCloud } from '../../../../../source/runpod/graphql/cloud.ts';
import { type Simulation, startSimulation } from '../../../../../source/simulator/simulation.ts';
import { ask, plant } from '../../../simulator/asking.ts';
import { look, quickTimings } from '../../../simulator/cloud/renting.ts';
import { configuration, contextOf, digest, image, project, release, runStep } from '../cloud-context.ts';

let simulation: Simulation;
let cloud: Cloud & DeployCloud;

beforeAll(async () => {
  simulation = await startSimulation({ pods: 0, seed: 7, port: 0, light: true, timings: quickTimings });
  const apiKey = createSecret(simulation.apiKey);
  cloud = createGraphqlCloud({
    url: simulation.url,
    apiKey,
    version: '0.0.0-test',
    timeoutMs: 20_000,
    random: () => 0,
  });
  await ask(simulation, 'mutation{secretCreate(input:{name:"hf",value:"hf_value"}){id}}');
});
afterAll(() => simulation.stop());

beforeEach(async () => {
  await plant(simulation, { action: 'api-up' });
  await plant(simulation, { action: 'have-capacity' });
});

let deploys = 0;

type Changes = Omit<Partial<StepContext>, 'request'> & { readonly request?: Partial<StepContext['request']> };

const gpuTypeIds = ['NVIDIA L40S', 'NVIDIA RTX A6000'];

/** Waits are a twentieth of what they are, which is still longer than the fleet's lag. */
function setOut(changes: Changes = {}) {
  deploys += 1;
  const pod = { ...configuration, ...changes.project?.pod, gpuTypeIds };
  const { context, done } = contextOf(cloud, {
    deployId: `d-20261125-00000${deploys}`,
    facts: { push: { reference: 'registry.example/acme/app:1.4.0', digest } },
    ...changes,
    project: { ...project, ...changes.project, pod },
  });
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / 20));
  return { context: { ...context, doors: { ...context.doors, sleep } }, done };
}

function worldOf({ project: own, doors, signal }: StepContext): EffectWorld {
  return { project: own, doors, signal };
}

async function podIds(): Promise<readonly string[]> {
  const { myself } = (await ask(simulation, '{myself{pods{id}}}')) as { myself: { pods: { id: string }[] } };
  return myself.pods.map(({ id }) => id);
}

async function madePod(context: StepContext): Promise<string> {
  const { end } = await runStep(podStep, context);
  if (end.outcome !== 'pass') throw new Error(end.text);
  return end.facts.podId;
}

function releaseOf(podId: string, changes: Partial<Release> = {}): Release {
  return { ...release, podIds: [podId], configuration: { ...configuration, gpuTypeIds }, ...changes };
}

test('a template, and a pod from it, with everything that it was asked for', async () => {
  const { context } = setOut();
  const saved = await runStep(templateStep, context);
  if (saved.end.outcome !== 'pass') throw new Error(saved.end.text);
  expect((await runStep(templateStep, { ...context, deployId: 'd-other-000000' })).end.text).toContain(
    'so already',
  );
  const { end } = await runStep(podStep, {
    ...context,
    facts: { ...context.facts, template: saved.end.facts },
  });
  expect(end).toMatchObject({
    outcome: 'pass',
    facts: { podName: 'app', how: 'new', gpuTypeId: 'NVIDIA L40S' },
  });
  if (end.outcome !== 'pass') throw new Error(end.text);
  const pod = await look(simulation, end.facts.podId);
  expect(pod).toMatchObject({ imageName: image, ports: '80/http,22/tcp', containerDiskInGb: 20 });
  expect(pod?.env).toEqual(
    expect.arrayContaining(['MODE=fast', 'TOKEN=tok-verysecret', `POD_ENGINE_DEPLOY_ID=${context.deployId}`]),
  );

  // The pod goes first, and the template when it is no longer in use.
  const world = worldOf(context);
  const made = { podId: end.facts.podId, gpuTypeId: null, costPerHourDollars: null };
  const details = { deployId: context.deployId, podName: 'app' };
  expect(await podCreated.undo({ details, result: made }, world)).toMatchObject({ ok: true });
  expect(await podCreated.undo({ details, result: made }, world)).toMatchObject({ ok: true });
  const template = { details: { name: 'app', before: null, image }, result: { id: saved.end.facts.id } };
  expect(await templateSaved.undo(template, world)).toEqual({
    ok: true,
    text: 'The template "app" was deleted.',
  });
  expect(await podIds()).not.toContain(end.facts.podId);
});

test.each(['supply-constraint', 'null'])('no capacity told by %s goes on to the next card', async (how) => {
  await plant(simulation, { action: 'no-capacity', gpuTypeId: 'NVIDIA L40S', how });
  const { end } = await runStep(podStep, setOut().context);
  expect(end).toMatchObject({ outcome: 'pass', facts: { gpuTypeId: 'NVIDIA RTX A6000' } });
});

test('all full: each try is told, and nothing is there', async () => {
  await plant(simulation, { action: 'no-capacity' });
  const before = await podIds();
  const running = runStep(podStep, setOut().context);
  await expect(running).rejects.toMatchObject({
    message: 'None of the wished GPUs can be had now.',
    evidence: [expect.stringContaining('NVIDIA L40S'), expect.stringContaining('NVIDIA RTX A6000')],
  });
  expect(await podIds()).toEqual(before);
});

test('a spot pod is rented by its bid, and one that bids too low finds no room', async () => {
  const bid = (dollars: number) => {
    const pod = { ...configuration, bidPerGpuDollars: dollars };
    return runStep(podStep, setOut({ project: { ...project, pod } }).context);
  };
  await expect(bid(0.001)).rejects.toMatchObject({
    message: 'None of the wished GPUs can be had now.',
    fix: expect.stringContaining('Raise the bid'),
  });
  expect((await bid(5)).end).toMatchObject({ outcome: 'pass', facts: { costPerHourDollars: 5 } });
});

test('too little credit is a refusal, and no further wish is asked for', async () => {
  await plant(simulation, { action: 'set-balance', dollars: 0.01 });
  const failure = await runStep(podStep, setOut().context).catch((error: unknown) => error);
  await plant(simulation, { action: 'set-balance', dollars: 400 });
  expect(failure).toMatchObject({
    fix: expect.stringContaining('Add credit'),
    evidence: [expect.any(String)],
  });
});

test.each(['reset', 'html', 'hang'])(
  'a create whose answer is lost (%s) makes one pod, which is taken',
  async (how) => {
    const quick = createGraphqlCloud({
      url: simulation.url,
      apiKey: createSecret(simulation.apiKey),
      version: '0.0.0-test',
      timeoutMs: 2000,
      random: () => 0,
    });
    const { context } = setOut();
    const before = simulation.podsNow().length;
    await plant(simulation, { action: 'lose-answers', count: 1, how });
    const { end } = await runStep(podStep, { ...context, doors: { ...context.doors, cloud: quick } });
    expect(end).toMatchObject({ outcome: 'pass', facts: { how: 'new' } });
    expect(simulation.podsNow()).toHaveLength(before + 1);
    const found = await cloud.podsOfDeploy(context.deployId);
    expect(found.ok && found.value).toHaveLength(1);
  },
);

test('an API that is gone is inconclusive, and says nothing of a pod', async () => {
  const { context } = setOut();
  await plant(simulation, { action: 'api-down', how: 'reset' });
  const { end } = await runStep(podStep, context);
  expect(end).toMatchObject({ outcome: 'inconclusive' });
  expect(
    await podCreated.find({ deployId: context.deployId, podName: 'app' }, worldOf(context)),
  ).toMatchObject({
    kind: 'unknown',
  });
});

test('a console that died right after the create finds its pod, and makes none', async () => {
  const { context, done } = setOut();
  const died = new Error('killed');
  const dying: StepContext = {
    ...context,
    async effect(_kind, _asked, act) {
      await act();
      throw died;
    },
  };
  await expect(runStep(podStep, dying)).rejects.toBe(died);
  const details = { deployId: context.deployId, podName: 'app' };
  const found = await podCreated.find(details, worldOf(context));
  if (found.kind !== 'happened') throw new Error(`It was ${found.kind}.`);
  const pods = await cloud.podsOfDeploy(context.deployId);
  expect(pods).toMatchObject({ ok: true, value: [{ podId: found.result.podId }] });
  expect(done).toEqual([]);
});

test('a pod is changed in place, found to be, and set back', async () => {
  const first = setOut();
  const podId = await madePod(first.context);
  const old = releaseOf(podId, { deployId: first.context.deployId });
  const pod = { ...configuration, environment: { MODE: { kind: 'plain', value: 'slow' } as const } };
  const push = { reference: 'registry.example/acme/app:1.5.0', digest };
  const { context, done } = setOut({ running: old, facts: { push }, project: { ...project, pod } });
  const { end } = await runStep(podStep, context);
  expect(end).toMatchObject({ outcome: 'pass', facts: { how: 'in-place', podId } });
  const changed = await look(simulation, podId);
  expect(changed?.imageName).toBe(`registry.example/acme/app:1.5.0@${digest}`);
  expect(changed?.env).toContain('MODE=slow');
  expect(changed?.env.some((line) => line.startsWith('TOKEN='))).toBe(false);

  const [effect] = done;
  const details = detailsOf('pod-edited', JSON.parse(JSON.stringify(effect?.details)));
  if (details === null) throw new Error('No edit.');
  expect(await podEdited.find(details, worldOf(context))).toMatchObject({ kind: 'happened' });
  expect(await podEdited.undo({ details, result: { podId } }, worldOf(context))).toMatchObject({ ok: true });
  const back = await look(simulation, podId);
  expect(back?.imageName).toBe(image);
  expect(back?.env).toEqual(expect.arrayContaining(['MODE=fast', 'TOKEN=tok-verysecret']));
  expect(await podEdited.find(details, worldOf(context))).toMatchObject({ kind: 'did-not' });

  // As it was, there is nothing to do.
  const again = setOut({ running: old });
  expect((await runStep(podStep, again.context)).end).toMatchObject({ facts: { how: 'unchanged', podId } });
  expect(again.done).toEqual([]);
});

test('an edit whose answer is lost is made once', async () => {
  const podId = await madePod(setOut().context);
  const push = { reference: 'registry.example/acme/app:1.5.0', digest };
  const { context } = setOut({ running: releaseOf(podId), facts: { push } });
  await plant(simulation, { action: 'lose-answers', count: 1 });
  expect((await runStep(podStep, context)).end).toMatchObject({
    outcome: 'pass',
    facts: { how: 'in-place' },
  });
  expect((await look(simulation, podId))?.imageName).toContain(':1.5.0@');
});

test('blue/green, and a rollback that starts the old pod again', async () => {
  const blueGreen = { ...project, strategy: 'blue-green' as const };
  const first = setOut({ project: blueGreen });
  const oldId = await madePod(first.context);
  const old = releaseOf(oldId, { deployId: first.context.deployId });
  const push = { reference: 'registry.example/acme/app:1.5.0', digest };
  const second = setOut({ project: blueGreen, running: old, facts: { push } });
  const { end } = await runStep(podStep, second.context);
  expect(end).toMatchObject({ facts: { how: 'blue-green', previousPodId: oldId } });
  if (end.outcome !== 'pass') throw new Error(end.text);
  await cloud.stopPod(oldId);
  const details = { podId: oldId, podName: 'app' };
  expect(await podStopped.find(details, worldOf(second.context))).toMatchObject({ kind: 'happened' });

  const running = releaseOf(end.facts.podId, { id: 'r2', deployId: second.context.deployId });
  const back = setOut({ project: blueGreen, running, wanted: old });
  expect((await runStep(podStep, back.context)).end).toMatchObject({
    facts: { podId: oldId, how: 'blue-green', previousPodId: end.facts.podId },
  });
  expect((await look(simulation, oldId))?.desiredStatus).toBe('RUNNING');
});
