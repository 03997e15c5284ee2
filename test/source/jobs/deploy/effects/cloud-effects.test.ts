/** The effects at RunPod: found again by asking, and taken back. */
import { expect, test } from 'vitest';
import { createSecret } from '../../../../../source/base/secret.ts';
import type { EffectDetails, EffectWorld } from '../../../../../source/jobs/deploy/effects/effect.ts';
import { podCreated } from '../../../../../source/jobs/deploy/effects/pod-created.ts';
import { podEdited } from '../../../../../source/jobs/deploy/effects/pod-edited.ts';
import { podStarted } from '../../../../../source/jobs/deploy/effects/pod-started.ts';
import { podStopped } from '../../../../../source/jobs/deploy/effects/pod-stopped.ts';
import { templateSaved } from '../../../../../source/jobs/deploy/effects/template-saved.ts';
import { configuration, doorsOf, image, project, release } from '../cloud-context.ts';
import { createLiteralCloud, failureOf, type LiteralCloud } from '../literal-cloud.ts';

const deployId = 'd-20261125-abc123';

function worldOf(literal: LiteralCloud | null): EffectWorld {
  return { project, doors: doorsOf(literal?.cloud ?? null), signal: new AbortController().signal };
}

const made = { deployId, podName: 'app' };
const result = { podId: 'pod1', gpuTypeId: null, costPerHourDollars: null };

test('a created pod is found by its deploy, though it shows late', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1', environment: { POD_ENGINE_DEPLOY_ID: createSecret(deployId) } });
  literal.lag = 3;
  expect(await podCreated.find(made, worldOf(literal))).toMatchObject({
    kind: 'happened',
    result: { podId: 'pod1' },
  });
  literal.pods.clear();
  expect(await podCreated.find(made, worldOf(literal))).toEqual({ kind: 'did-not' });
});

test('where nobody answers, or a search was broken off, nobody can tell', async () => {
  const literal = createLiteralCloud();
  for (let look = 0; look < 7; look++) literal.fail('podsOfDeploy', failureOf('network', 'No answer.'));
  expect(await podCreated.find(made, worldOf(literal))).toEqual({ kind: 'unknown', reason: 'No answer.' });
  const signal = AbortSignal.abort();
  expect(await podCreated.find(made, { ...worldOf(literal), signal })).toMatchObject({ kind: 'unknown' });
  expect(await podCreated.find(made, worldOf(null))).toMatchObject({ kind: 'unknown' });
});

test('a created pod is terminated, and asked for again where nobody answered', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1' });
  literal.fail('terminatePod', failureOf('timeout'));
  expect(await podCreated.undo({ details: made, result }, worldOf(literal))).toMatchObject({ ok: true });
  expect(literal.pods.size).toBe(0);
  for (let attempt = 0; attempt < 4; attempt++) literal.fail('terminatePod', failureOf('server'));
  expect(await podCreated.undo({ details: made, result }, worldOf(literal))).toMatchObject({
    ok: false,
    advice: expect.stringContaining('Terminate pod pod1'),
  });
});

const stopped = { podId: 'pod1', podName: 'app' };

test('a stop is found and taken back, and what is gone does not run', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1' });
  expect(await podStopped.find(stopped, worldOf(literal))).toEqual({ kind: 'did-not' });
  await literal.cloud.stopPod('pod1');
  expect(await podStopped.find(stopped, worldOf(literal))).toMatchObject({ kind: 'happened' });
  expect(await podStopped.undo({ details: stopped, result: stopped }, worldOf(literal))).toMatchObject({
    ok: true,
  });
  expect(literal.pods.get('pod1')?.pod.state.kind).toBe('running');
  await literal.cloud.stopPod('pod1');
  literal.fail('startPod', failureOf('no-capacity'));
  expect(await podStopped.undo({ details: stopped, result: stopped }, worldOf(literal))).toMatchObject({
    ok: false,
    advice: expect.stringContaining('pod-engine pods start app'),
    isForGood: true,
  });
  literal.fail('startPod', failureOf('network'));
  const unheard = await podStopped.undo({ details: stopped, result: stopped }, worldOf(literal));
  expect(unheard).toMatchObject({ ok: false, isForGood: false });
  literal.pods.clear();
  const gone = await podStopped.undo({ details: stopped, result: stopped }, worldOf(literal));
  expect(gone).toMatchObject({ ok: false, isForGood: true });
  expect(await podStopped.find(stopped, worldOf(literal))).toMatchObject({ kind: 'happened' });
});

test('a start is found and taken back, also of a pod that is gone', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1' }, { state: { kind: 'initialising' } });
  expect(await podStarted.find(stopped, worldOf(literal))).toMatchObject({ kind: 'happened' });
  expect(await podStarted.undo({ details: stopped, result: stopped }, worldOf(literal))).toMatchObject({
    ok: true,
  });
  expect(await podStarted.find(stopped, worldOf(literal))).toEqual({ kind: 'did-not' });
  literal.pods.clear();
  expect(await podStarted.undo({ details: stopped, result: stopped }, worldOf(literal))).toMatchObject({
    ok: true,
  });
});

const saved: EffectDetails['template-saved'] = { name: 'app', before: null, image, deployId };

function addTemplate(literal: LiteralCloud, readme: string): void {
  literal.templates.set('t1', {
    id: 't1',
    name: 'app',
    image,
    containerDiskGigabytes: 20,
    volumeGigabytes: 0,
    volumeMountPath: '/workspace',
    ports: '80/http',
    environment: {},
    startCommand: null,
    registryCredentialId: null,
    readme,
  });
}

test('a saved template is found by its image or by the deploy in its readme', async () => {
  const literal = createLiteralCloud();
  expect(await templateSaved.find(saved, worldOf(literal))).toEqual({ kind: 'did-not' });
  addTemplate(literal, '');
  expect(await templateSaved.find(saved, worldOf(literal))).toEqual({
    kind: 'happened',
    result: { id: 't1' },
  });
  const before = { id: 't1', image, input: {} };
  expect(await templateSaved.find({ ...saved, before }, worldOf(literal))).toEqual({ kind: 'did-not' });
  addTemplate(literal, `deploy: ${deployId}`);
  expect(await templateSaved.find({ ...saved, before }, worldOf(literal))).toMatchObject({
    kind: 'happened',
  });
  literal.fail('templates', failureOf('network'));
  expect(await templateSaved.find(saved, worldOf(literal))).toMatchObject({ kind: 'unknown' });
});

test('a made template is deleted when it is no longer in use', async () => {
  const literal = createLiteralCloud();
  addTemplate(literal, '');
  literal.fail('deleteTemplate', failureOf('refused', 'Template is in use.'));
  literal.fail('deleteTemplate', failureOf('refused', 'Template is in use.'));
  const undone = await templateSaved.undo({ details: saved, result: { id: 't1' } }, worldOf(literal));
  expect(undone).toEqual({ ok: true, text: 'The template "app" was deleted.' });
  expect(literal.templates.size).toBe(0);
  expect(await templateSaved.undo({ details: saved, result: { id: 't1' } }, worldOf(literal))).toMatchObject({
    ok: true,
  });
});

test('one that stays in use is left, after a bounded time, with what to do', async () => {
  const literal = createLiteralCloud();
  addTemplate(literal, '');
  for (let attempt = 0; attempt < 20; attempt++)
    literal.fail('deleteTemplate', failureOf('refused', 'In use.'));
  let sleptMs = 0;
  const world = worldOf(literal);
  const sleep = async (ms: number) => {
    sleptMs += ms;
  };
  const undone = await templateSaved.undo(
    { details: saved, result: { id: 't1' } },
    { ...world, doors: { ...world.doors, sleep } },
  );
  expect(undone).toMatchObject({ ok: false, text: 'In use.', advice: expect.stringContaining('Delete') });
  expect(sleptMs).toBe(150_000);
});

test('a changed template is what it was before, as the journal has it', async () => {
  const literal = createLiteralCloud();
  addTemplate(literal, 'before');
  const input: unknown = JSON.parse(JSON.stringify(literal.templates.get('t1')));
  const details = { ...saved, before: { id: 't1', image: 'old:1', input } };
  addTemplate(literal, 'after');
  expect(await templateSaved.undo({ details, result: { id: 't1' } }, worldOf(literal))).toMatchObject({
    ok: true,
  });
  expect(literal.templates.get('t1')?.readme).toBe('before');
  const garbled = { ...details, before: { ...details.before, input: { name: 7 } } };
  expect(
    await templateSaved.undo({ details: garbled, result: { id: 't1' } }, worldOf(literal)),
  ).toMatchObject({
    ok: false,
    advice: expect.stringContaining('old:1'),
  });
});

const edited: EffectDetails['pod-edited'] = {
  podId: 'pod1',
  deployId,
  image,
  before: {
    image: 'registry.example/acme/app:1.3.0',
    ports: '80/http',
    containerDiskGigabytes: 20,
    startCommand: null,
    release: {
      ...release,
      configuration: {
        ...configuration,
        environment: {
          MODE: { kind: 'plain', value: 'slow' },
          TOKEN: { kind: 'environment', variable: 'MY_TOKEN' },
          LOST: { kind: 'environment', variable: 'NOT_SET' },
        },
      },
    },
    variableNames: ['MODE', 'TOKEN', 'LOST', 'THEIRS', 'RUNPOD_API_KEY'],
    setNames: ['MODE', 'TOKEN', 'FRESH'],
  },
};

function addEdited(literal: LiteralCloud): void {
  literal.addPod({
    podId: 'pod1',
    image,
    environment: {
      MODE: createSecret('fast'),
      TOKEN: createSecret('tok-new'),
      FRESH: createSecret('x'),
      THEIRS: createSecret('stays'),
      RUNPOD_API_KEY: createSecret('rpa_podskey'),
      POD_ENGINE_DEPLOY_ID: createSecret(deployId),
    },
  });
}

test('an edit is found by image and deploy', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1', image });
  expect(await podEdited.find(edited, worldOf(literal))).toEqual({ kind: 'did-not' });
  addEdited(literal);
  expect(await podEdited.find(edited, worldOf(literal))).toEqual({
    kind: 'happened',
    result: { podId: 'pod1' },
  });
  literal.fail('podSettings', failureOf('timeout'));
  expect(await podEdited.find(edited, worldOf(literal))).toMatchObject({ kind: 'unknown' });
});

test('an edit is taken back: the release before is looked up anew, and what cannot be restored is named', async () => {
  const literal = createLiteralCloud();
  addEdited(literal);
  const undone = await podEdited.undo({ details: edited, result: { podId: 'pod1' } }, worldOf(literal));
  expect(undone).toEqual({
    ok: false,
    text: 'Pod pod1 has registry.example/acme/app:1.3.0 again, and was reset. The former values of LOST are not known.',
    advice: "Set LOST of pod pod1 in RunPod's console, Edit Pod.",
    isForGood: true,
  });
  const [edit] = literal.edits;
  expect(edit).toMatchObject({ image: 'registry.example/acme/app:1.3.0', ports: '80/http' });
  const sent = Object.entries(edit?.environment ?? {}).map(([name, value]) => [name, value.reveal()]);
  expect(Object.fromEntries(sent)).toEqual({
    THEIRS: 'stays',
    MODE: 'slow',
    TOKEN: 'tok-verysecret',
    POD_ENGINE_DEPLOY_ID: release.deployId,
  });
});

test('what another deploy has changed since is not set back', async () => {
  const literal = createLiteralCloud();
  literal.addPod({ podId: 'pod1', image: 'registry.example/acme/app:2.0.0' });
  expect(
    await podEdited.undo({ details: edited, result: { podId: 'pod1' } }, worldOf(literal)),
  ).toMatchObject({ ok: true, text: expect.stringContaining('and stays') });
  expect(literal.edits).toEqual([]);
  addTemplate(literal, '- deploy: another');
  const before = { id: 't1', image: 'old:1', input: JSON.parse(JSON.stringify(literal.templates.get('t1'))) };
  for (const details of [saved, { ...saved, before }])
    expect(await templateSaved.undo({ details, result: { id: 't1' } }, worldOf(literal))).toMatchObject({
      ok: true,
      text: expect.stringContaining('and stays'),
    });
  expect(literal.templates.get('t1')?.readme).toBe('- deploy: another');
});

test('a pod that is gone has nothing to be taken back', async () => {
  const literal = createLiteralCloud();
  expect(
    await podEdited.undo({ details: edited, result: { podId: 'pod1' } }, worldOf(literal)),
  ).toMatchObject({
    ok: true,
  });
});

test('each has a name for people', () => {
  const titles = [
    podCreated.title(made),
    podEdited.title(edited),
    podStarted.title(stopped),
    podStopped.title(stopped),
    templateSaved.title(saved),
  ];
  expect(titles).toEqual([
    'the pod "app"',
    'the change of pod pod1',
    'the start of the pod "app"',
    'the stop of the pod "app"',
    'the template "app"',
  ]);
});
