/** The pod step against a literal RunPod. */
import { expect, test } from 'vitest';
import { createSecret } from '../../../../../source/base/secret.ts';
import { StepFailure } from '../../../../../source/jobs/deploy/step.ts';
import { podStep } from '../../../../../source/jobs/deploy/steps/pod.ts';
import { configuration, contextOf, image, project, release, runStep } from '../cloud-context.ts';
import { createLiteralCloud, failureOf, type LiteralCloud, offerOf } from '../literal-cloud.ts';

const full = failureOf('no-capacity', 'Cannot make pod "app": nothing is free.');

async function failureIn(running: Promise<unknown>): Promise<StepFailure> {
  const thrown: unknown = await running.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof StepFailure)) throw new Error(`No failure of a step: ${String(thrown)}`);
  return thrown;
}

/** A pod as the project wants it, of an earlier deploy. */
function addWantedPod(literal: LiteralCloud, podId = 'pod1'): void {
  literal.addPod({
    podId,
    name: 'app',
    image,
    environment: {
      MODE: createSecret('fast'),
      HF: createSecret('the secret itself'),
      TOKEN: createSecret('tok-verysecret'),
      POD_ENGINE_DEPLOY_ID: createSecret(release.deployId),
      RUNPOD_API_KEY: createSecret('rpa_podskey'),
      PUBLIC_KEY: createSecret('ssh-ed25519 AAAA'),
    },
  });
}

test('without a release that runs a pod is made, of the first wish', async () => {
  const literal = createLiteralCloud();
  const { context, done } = contextOf(literal.cloud);
  const { end, told } = await runStep(podStep, context);
  expect(end).toEqual({
    outcome: 'pass',
    text: 'Pod app (new1) was made: 1 x NVIDIA A40, $0.40 an hour.',
    facts: {
      podId: 'new1',
      podName: 'app',
      how: 'new',
      previousPodId: null,
      gpuTypeId: 'NVIDIA A40',
      gpuCount: 1,
      costPerHourDollars: 0.4,
    },
  });
  expect(told).toEqual(['Asking for 1 x NVIDIA A40 ($0.40 an hour, stock high).']);
  const [request] = literal.created;
  expect(request).toMatchObject({ name: 'app', image, templateId: 't1', ports: '80/http,22/tcp' });
  expect(Object.entries(request?.environment ?? {}).map(([name, value]) => [name, value.reveal()])).toEqual([
    ['MODE', 'fast'],
    ['HF', '{{ RUNPOD_SECRET_hf }}'],
    ['TOKEN', 'tok-verysecret'],
  ]);
  expect(done).toEqual([
    { kind: 'pod-created', key: 'pod', details: { deployId: context.deployId, podName: 'app' } },
  ]);
});

test('no capacity goes on to the next place and the next card, each try told', async () => {
  const literal = createLiteralCloud();
  literal.fail('createPod', full);
  literal.fail('createPod', full);
  literal.fail('createPod', full);
  const { context } = contextOf(literal.cloud, { request: { dataCentreIds: ['eu-ro-1', 'US-TX-3'] } });
  const { end, told } = await runStep(podStep, context);
  expect(end.outcome).toBe('pass');
  expect(literal.created.map(({ gpuTypeId, dataCentreId }) => [gpuTypeId, dataCentreId])).toEqual([
    ['NVIDIA A40', 'EU-RO-1'],
    ['NVIDIA A40', 'US-TX-3'],
    ['NVIDIA L4', 'EU-RO-1'],
    ['NVIDIA L4', 'US-TX-3'],
  ]);
  expect(told.filter((text) => text.startsWith('Asking'))).toHaveLength(4);
});

test('all full: a failure that lists each try and did nothing', async () => {
  const literal = createLiteralCloud();
  literal.fail('createPod', full);
  literal.fail('createPod', full);
  const failure = await failureIn(runStep(podStep, contextOf(literal.cloud).context));
  expect(failure.message).toBe('None of the wished GPUs can be had now.');
  expect(failure.evidence).toHaveLength(2);
  expect(failure.evidence[1]).toContain('NVIDIA L4');
  expect(failure.didNothing).toBe(true);
  expect(literal.pods.size).toBe(0);
});

test.each(['refused', 'bad-request', 'unauthorised'] as const)(
  'a request that is %s is our own error and ends it at once',
  async (code) => {
    const literal = createLiteralCloud();
    literal.fail('createPod', failureOf(code));
    const failure = await failureIn(runStep(podStep, contextOf(literal.cloud).context));
    expect(failure.message).toBe(`It was ${code}.`);
    expect(literal.created).toHaveLength(1);
  },
);

test('what is turned away for coming too often is asked for again, and in the end refused', async () => {
  const literal = createLiteralCloud();
  const busy = { ...failureOf('rate-limited'), retryAfterMs: 3000 };
  literal.fail('createPod', busy);
  const { end, told } = await runStep(podStep, contextOf(literal.cloud).context);
  expect(end).toMatchObject({ outcome: 'pass', facts: { gpuTypeId: 'NVIDIA A40' } });
  expect(told).toContain('It was rate-limited. Asking again in 3 s.');
  for (let attempt = 0; attempt < 4; attempt++) literal.fail('createPod', busy);
  const failure = await failureIn(runStep(podStep, contextOf(literal.cloud).context));
  expect(failure).toMatchObject({ message: 'It was rate-limited.', didNothing: true });
});

test('what costs more than the limit, or has no price, is left out and said', async () => {
  const literal = createLiteralCloud();
  literal.offers.splice(
    0,
    2,
    offerOf('NVIDIA A40', 3),
    offerOf('NVIDIA L4', null),
    offerOf('NVIDIA T4', 0.1),
  );
  const gpuTypeIds = ['NVIDIA A40', 'NVIDIA L4', 'T4'];
  const limited = { ...project, maxDollarsPerHour: 1 };
  const { context } = contextOf(literal.cloud, { project: limited, request: { gpuTypeIds } });
  const { told } = await runStep(podStep, context);
  // RunPod spells one card in two ways; it is asked for by the type.
  expect(literal.created.map(({ gpuTypeId }) => gpuTypeId)).toEqual(['NVIDIA T4']);
  expect(told[0]).toContain('it costs $3.00 an hour, more than the limit of $1.00');
  expect(told[1]).toContain('RunPod names no price');
});

test('a pod that comes out dearer than the limit fails the step, so that it is taken back', async () => {
  const literal = createLiteralCloud();
  const { context } = contextOf(literal.cloud, { project: { ...project, maxDollarsPerHour: 0.39 } });
  literal.offers.splice(0, 2, offerOf('NVIDIA A40', 0.3), offerOf('NVIDIA L4', 0.3));
  const { end } = await runStep(podStep, context);
  expect(end).toMatchObject({
    outcome: 'fail',
    text: expect.stringContaining('more than the limit of $0.39'),
  });
});

test('a card that RunPod does not know is said before anything is asked for', async () => {
  const literal = createLiteralCloud();
  const { context } = contextOf(literal.cloud, { request: { gpuTypeIds: ['NVIDIA A4O'] } });
  const failure = await failureIn(runStep(podStep, context));
  expect(failure.message).toBe('RunPod knows no GPU "NVIDIA A4O".');
  expect(failure.fix).toBe('Did you mean "NVIDIA A40"?');
  expect(literal.created).toEqual([]);
  const { context: other } = contextOf(literal.cloud, {
    request: { gpuTypeIds: ['NVIDIA A4O', 'NVIDIA L4'] },
  });
  const { end, told } = await runStep(podStep, other);
  expect(end).toMatchObject({ outcome: 'pass', facts: { gpuTypeId: 'NVIDIA L4' } });
  expect(told[0]).toBe('RunPod knows no GPU "NVIDIA A4O". Did you mean "NVIDIA A40"?');
});

test.each(['timeout', 'network', 'server', 'unexpected'] as const)(
  'a pod whose creation was not answered (%s) is found by its deploy and taken, though it shows late',
  async (code) => {
    const literal = createLiteralCloud();
    literal.fail('createPod', failureOf(code), { isDone: true });
    literal.lag = 4;
    const { end, told } = await runStep(podStep, contextOf(literal.cloud).context);
    expect(end).toMatchObject({ outcome: 'pass', facts: { podId: 'new1', gpuTypeId: 'NVIDIA A40' } });
    expect(literal.created).toHaveLength(1);
    expect(told.at(-1)).toBe('The pod was made all the same: new1.');
  },
);

test('not found after half a minute: nobody can tell, and none is made a second time', async () => {
  const literal = createLiteralCloud();
  literal.fail('createPod', failureOf('timeout'));
  let sleptMs = 0;
  const { context } = contextOf(literal.cloud);
  const sleep = async (ms: number) => {
    sleptMs += ms;
  };
  const { end } = await runStep(podStep, { ...context, doors: { ...context.doors, sleep } });
  expect(end).toMatchObject({ outcome: 'inconclusive', fix: expect.stringContaining('--resume') });
  expect(literal.created).toHaveLength(1);
  expect(sleptMs).toBe(30_000);
});

test('a silence of the list is no word that the pod is not there', async () => {
  const literal = createLiteralCloud();
  literal.fail('createPod', failureOf('network'), { isDone: true });
  for (let look = 0; look < 7; look++) literal.fail('podsOfDeploy', failureOf('network', 'No answer.'));
  const { end } = await runStep(podStep, contextOf(literal.cloud).context);
  expect(end).toMatchObject({ outcome: 'inconclusive', evidence: [expect.any(String), 'No answer.'] });
});

test('of two pods of one deploy one is kept and the other reported', async () => {
  const literal = createLiteralCloud();
  const { context } = contextOf(literal.cloud);
  const environment = { POD_ENGINE_DEPLOY_ID: createSecret(context.deployId) };
  literal.addPod({ podId: 'one', environment });
  literal.addPod({ podId: 'two', environment });
  literal.fail('createPod', failureOf('timeout'));
  const { end, told } = await runStep(podStep, context);
  expect(end).toMatchObject({ facts: { podId: 'one' } });
  expect(told.at(-1)).toContain('terminate two');
});

test('a pod that runs what is wanted is left alone', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal);
  const { context, done } = contextOf(literal.cloud, { running: release });
  const { end } = await runStep(podStep, context);
  expect(end).toMatchObject({
    outcome: 'pass',
    facts: { how: 'unchanged', podId: 'pod1', previousPodId: null },
  });
  expect(done).toEqual([]);
  expect(literal.calls).toEqual(['podSettings', 'getPod']);
});

test('forced, it is changed all the same', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal);
  const { context } = contextOf(literal.cloud, { running: release, request: { isForced: true } });
  expect((await runStep(podStep, context)).end).toMatchObject({ facts: { how: 'in-place' } });
});

test('a stopped pod that is as wanted is started', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal);
  await literal.cloud.stopPod('pod1');
  const { context, done } = contextOf(literal.cloud, { running: release });
  expect((await runStep(podStep, context)).end).toMatchObject({ facts: { how: 'unchanged' } });
  expect(done.map(({ kind }) => kind)).toEqual(['pod-started']);
  expect(literal.pods.get('pod1')?.pod.state.kind).toBe('running');
});

test('a start whose machine is full says what else can be done', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal);
  await literal.cloud.stopPod('pod1');
  literal.fail('startPod', failureOf('no-capacity'));
  const { context } = contextOf(literal.cloud, { running: release });
  expect((await failureIn(runStep(podStep, context))).fix).toContain('blue/green');
});

test('in place: the pod keeps what is not ours, gets ours, and loses what only the former release set', async () => {
  const literal = createLiteralCloud();
  literal.addPod({
    podId: 'pod1',
    name: 'app',
    volumeGigabytes: 30,
    environment: {
      MODE: createSecret('slow'),
      OLD: createSecret('gone'),
      THEIRS: createSecret('stays'),
      POD_VERSION: createSecret('1.3.0'),
      PUBLIC_KEY: createSecret('ssh-ed25519 AAAA'),
      RUNPOD_POD_ID: createSecret('pod1'),
    },
  });
  const running = {
    ...release,
    configuration: {
      ...configuration,
      environment: { ...configuration.environment, OLD: { kind: 'plain', value: 'gone' } as const },
    },
  };
  const { context, done } = contextOf(literal.cloud, { running });
  const { end, told } = await runStep(podStep, context);
  expect(end).toMatchObject({ outcome: 'pass', facts: { how: 'in-place', podId: 'pod1' } });
  const [edit] = literal.edits;
  expect(edit).toMatchObject({ image, volumeGigabytes: 30, volumeMountPath: '/workspace' });
  const sent = Object.entries(edit?.environment ?? {}).map(([name, value]) => [name, value.reveal()]);
  expect(Object.fromEntries(sent)).toEqual({
    MODE: 'fast',
    HF: '{{ RUNPOD_SECRET_hf }}',
    TOKEN: 'tok-verysecret',
    THEIRS: 'stays',
    PUBLIC_KEY: 'ssh-ed25519 AAAA',
    POD_ENGINE_DEPLOY_ID: context.deployId,
  });
  expect(told).toEqual([
    'Its volume of 30 GB stays: a volume only grows.',
    'Variables that go: OLD, POD_VERSION.',
    'Changing pod app (pod1): it is reset, and all outside of /workspace is lost.',
  ]);
  expect(done[0]).toMatchObject({ kind: 'pod-edited', key: 'pod1', details: { podId: 'pod1', image } });
  expect(JSON.stringify(done)).not.toMatch(/verysecret|ssh-ed25519|slow/);
});

test('in place: a lost answer is looked for in the pod, and never sent again', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1' });
  literal.fail('editPod', failureOf('timeout'), { isDone: true });
  const { context } = contextOf(literal.cloud, { running: release });
  expect((await runStep(podStep, context)).end).toMatchObject({ outcome: 'pass' });
  literal.addPod({ podId: 'pod1' });
  literal.fail('editPod', failureOf('timeout'));
  expect((await runStep(podStep, context)).end).toMatchObject({ outcome: 'inconclusive' });
  expect(literal.edits).toHaveLength(2);
});

test('in place: a pod keeps the number of its GPUs', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1', gpuCount: 2 });
  const { context } = contextOf(literal.cloud, { running: release });
  expect((await failureIn(runStep(podStep, context))).message).toContain('has 2 GPUs and is to have 1');
  expect(literal.edits).toEqual([]);
});

test('in place: a resumed deploy goes on with the pod that it has changed already', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal);
  const { context, done } = contextOf(literal.cloud, { running: release, deployId: release.deployId });
  expect((await runStep(podStep, context)).end).toMatchObject({ facts: { how: 'in-place' } });
  expect(done.map(({ kind }) => kind)).toEqual(['pod-edited']);
});

const blueGreen = { ...project, strategy: 'blue-green' as const };

test('blue/green: a new pod beside the old one, which is left for later', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1', name: 'app' });
  const { context } = contextOf(literal.cloud, { project: blueGreen, running: release });
  const { end } = await runStep(podStep, context);
  expect(end).toMatchObject({
    facts: { how: 'blue-green', podId: 'new2', podName: 'app-abc123', previousPodId: 'pod1' },
  });
  expect(literal.calls).not.toContain('stopPod');
});

test('the pod of the running release is gone: a new one is made', async () => {
  const literal = createLiteralCloud();
  const { context } = contextOf(literal.cloud, { project: blueGreen, running: release });
  expect((await runStep(podStep, context)).end).toMatchObject({ facts: { how: 'new', previousPodId: null } });
});

test('a pod that was named and is not there is a failure', async () => {
  const literal = createLiteralCloud();
  const target = { kind: 'in-place', podId: 'gone' } as const;
  const { context } = contextOf(literal.cloud, { request: { target } });
  expect((await runStep(podStep, context)).end).toMatchObject({ outcome: 'fail', text: 'It was not-found.' });
});

test('a silence of the API before anything is done is inconclusive', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1' });
  literal.fail('podSettings', failureOf('timeout'));
  const { context } = contextOf(literal.cloud, { running: release });
  expect((await runStep(podStep, context)).end).toMatchObject({ outcome: 'inconclusive' });
  const other = createLiteralCloud();
  other.fail('gpuOffers', failureOf('server'));
  expect((await runStep(podStep, contextOf(other.cloud).context)).end).toMatchObject({
    outcome: 'inconclusive',
  });
});

test('a variable of the operator that is not set fails before anything is asked', async () => {
  const literal = createLiteralCloud();
  const { context } = contextOf(literal.cloud);
  const bare = { ...context, doors: { ...context.doors, environment: {} } };
  expect((await failureIn(runStep(podStep, bare))).message).toContain('MY_TOKEN');
  expect(literal.calls).toEqual([]);
});

test('a rollback starts the stopped pod of that release again', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal, 'old');
  await literal.cloud.stopPod('old');
  literal.addPod({ podId: 'pod1', image: 'registry.example/acme/app:1.5.0@sha256:cc' });
  const wanted = { ...release, podIds: ['old'] };
  const running = { ...release, id: 'r2', deployId: 'd-new-000002', podIds: ['pod1'] };
  const { context, done } = contextOf(literal.cloud, { project: blueGreen, running, wanted });
  const { end } = await runStep(podStep, context);
  expect(end).toMatchObject({ facts: { podId: 'old', how: 'blue-green', previousPodId: 'pod1' } });
  expect(done.map(({ kind }) => kind)).toEqual(['pod-started']);
});

test('a rollback whose old pod cannot be started makes a new one', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal, 'old');
  await literal.cloud.stopPod('old');
  literal.addPod({ podId: 'pod1', image: 'registry.example/acme/app:1.5.0@sha256:cc' });
  literal.fail('startPod', full);
  const wanted = { ...release, podIds: ['old'] };
  const { context } = contextOf(literal.cloud, { project: blueGreen, running: release, wanted });
  const { end } = await runStep(podStep, context);
  expect(end).toMatchObject({ facts: { how: 'blue-green', previousPodId: 'pod1' } });
  expect(literal.created).toHaveLength(1);
});

test('the plan of a change in place tells differences without values, and what is lost', async () => {
  const literal = createLiteralCloud();
  addWantedPod(literal);
  const { context } = contextOf(literal.cloud, {
    running: release,
    facts: {},
    project: {
      ...project,
      pod: { ...configuration, environment: { TOKEN: { kind: 'environment', variable: 'OTHER' } } },
    },
  });
  const withOther = { ...context, doors: { ...context.doors, environment: { OTHER: 'new-secret' } } };
  const plan = await podStep.plan(withOther);
  expect(plan.text).toBe('change pod app (pod1) in place');
  expect(plan.losses).toEqual(['app is reset: all outside of /workspace is lost']);
  expect(plan.differences).toEqual([
    { name: 'image', from: image, to: 'a new image' },
    { name: 'variable TOKEN', from: 'another value', to: 'your variable "OTHER"' },
    { name: 'variable MODE', from: 'set', to: null },
    { name: 'variable HF', from: 'set', to: null },
  ]);
  expect(literal.calls.every((call) => ['podSettings', 'getPod'].includes(call))).toBe(true);
});

test('the plan of a new pod names the first that is in stock, and every problem', async () => {
  const literal = createLiteralCloud();
  literal.offers[0] = { ...offerOf('NVIDIA A40'), stock: 'none' };
  const plan = await podStep.plan(contextOf(literal.cloud).context);
  expect(plan).toMatchObject({
    text: 'make pod app with 1 x NVIDIA L4 ($0.40 an hour, stock high)',
    problems: [],
  });
  const { context } = contextOf(literal.cloud, { project: { ...project, maxDollarsPerHour: 0.1 } });
  const poor = await podStep.plan({ ...context, doors: { ...context.doors, environment: {} } });
  expect(poor.problems?.map(({ text }) => text)).toEqual([
    expect.stringContaining('MY_TOKEN'),
    expect.stringContaining('None of the wished GPUs may be rented'),
  ]);
});

test('the plan of blue/green tells what happens to the old pod', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1', name: 'app' });
  const plan = await podStep.plan(contextOf(literal.cloud, { project: blueGreen, running: release }).context);
  expect(plan.losses).toEqual([
    'app is stopped once the new pod is proved: all outside of /workspace is lost',
    'the new pod begins with an empty volume: what is in that of app stays there',
  ]);
});

test('without a key there is a failure, and a problem in the plan', async () => {
  const { context } = contextOf(null);
  expect((await runStep(podStep, context)).end).toMatchObject({ outcome: 'fail' });
  expect((await podStep.plan(context)).problems).toHaveLength(1);
});

test('a start that is refused because the change has started the pod already is no failure', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1' }, { state: { kind: 'stopped', by: 'user' } });
  literal.fail('startPod', failureOf('refused'), { isDone: true });
  const target = { kind: 'in-place', podId: 'pod1' } as const;
  const { context } = contextOf(literal.cloud, { request: { target } });
  expect((await runStep(podStep, context)).end).toMatchObject({
    outcome: 'pass',
    facts: { how: 'in-place' },
  });
});
