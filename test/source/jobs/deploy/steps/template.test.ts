/** The template step against a literal RunPod. */
import { expect, test } from 'vitest';
import { detailsOf } from '../../../../../source/jobs/deploy/effects/schemas.ts';
import { templateSaved } from '../../../../../source/jobs/deploy/effects/template-saved.ts';
import { StepFailure } from '../../../../../source/jobs/deploy/step.ts';
import { templateStep } from '../../../../../source/jobs/deploy/steps/template.ts';
import { configuration, contextOf, image, project, runStep } from '../cloud-context.ts';
import { createLiteralCloud, failureOf } from '../literal-cloud.ts';

const facts = { push: { reference: 'registry.example/acme/app:1.4.0', digest: image.split('@')[1] ?? '' } };

function setOut(podChanges: Partial<typeof configuration> = {}) {
  const literal = createLiteralCloud();
  const changed = { ...project, pod: { ...configuration, ...podChanges } };
  return { literal, ...contextOf(literal.cloud, { facts, project: changed }) };
}

test('a template is made: pinned by tag and digest, and without a value of the operator', async () => {
  const { literal, context, done } = setOut();
  const { end } = await runStep(templateStep, context);
  expect(end).toEqual({
    outcome: 'pass',
    text: 'The template "app" was made.',
    facts: { id: 't1', name: 'app', image },
  });
  const saved = literal.templates.get('t1');
  expect(saved).toMatchObject({
    name: 'app',
    image,
    containerDiskGigabytes: 20,
    volumeGigabytes: 10,
    volumeMountPath: '/workspace',
    ports: '80/http,22/tcp',
    environment: { MODE: 'fast', HF: '{{ RUNPOD_SECRET_hf }}' },
    startCommand: null,
    registryCredentialId: null,
  });
  expect(saved?.readme).toContain(`deploy: ${context.deployId}`);
  expect(saved?.readme).toContain('by: ann@build');
  expect(done).toEqual([
    {
      kind: 'template-saved',
      key: 'app',
      details: { name: 'app', before: null, image, deployId: context.deployId },
    },
  ]);
});

test('unchanged it says so and is not saved; another deploy alone is no change', async () => {
  const { literal, context } = setOut();
  await runStep(templateStep, context);
  const { context: next, done } = contextOf(literal.cloud, { facts, deployId: 'd-20261126-def456' });
  const { end } = await runStep(templateStep, next);
  expect(end).toMatchObject({ outcome: 'pass', text: 'The template "app" is so already.' });
  expect(done).toEqual([]);
  expect(literal.calls.filter((call) => call === 'saveTemplate')).toHaveLength(1);
});

test('a change keeps the id, and what was before stands in the effect', async () => {
  const { literal, context } = setOut();
  await runStep(templateStep, context);
  const grown = {
    ...project,
    pod: { ...configuration, containerDiskGigabytes: 40, registryCredential: 'hub' },
  };
  const { context: next, done } = contextOf(literal.cloud, { facts, project: grown, deployId: 'd-2-def456' });
  const { end } = await runStep(templateStep, next);
  expect(end).toMatchObject({ text: 'The template "app" was changed.', facts: { id: 't1' } });
  expect(literal.templates.get('t1')).toMatchObject({
    containerDiskGigabytes: 40,
    registryCredentialId: 'c1',
  });
  expect(done[0]?.details).toMatchObject({
    before: { id: 't1', image, input: { containerDiskGigabytes: 20 } },
  });
});

test('what somebody wrote into it by hand and looks like a secret does not reach the journal', async () => {
  const { literal, context } = setOut();
  await runStep(templateStep, context);
  const current = literal.templates.get('t1');
  if (current === undefined) throw new Error('No template.');
  const environment = { ...current.environment, API_KEY: 'b7d1f3c9a5e84f20' };
  literal.templates.set('t1', { ...current, environment });
  const { context: next, done } = contextOf(literal.cloud, { facts, deployId: 'd-2-def456' });
  expect((await runStep(templateStep, next)).end).toMatchObject({ text: 'The template "app" was changed.' });
  expect(JSON.stringify(done)).not.toContain('b7d1f3c9a5e84f20');
  expect(done[0]?.details).toMatchObject({
    before: { input: { environment: current.environment, leftOut: ['API_KEY'] } },
  });
  const details = detailsOf('template-saved', JSON.parse(JSON.stringify(done[0]?.details)));
  if (details === null) throw new Error('No details.');
  const { project: own, doors, signal } = next;
  const undone = await templateSaved.undo({ details, result: { id: 't1' } }, { project: own, doors, signal });
  expect(undone).toMatchObject({ ok: false, text: expect.stringContaining('API_KEY') });
});

test("somebody else's template of that name is not written over", async () => {
  const { literal, context } = setOut();
  literal.templates.set('t9', {
    id: 't9',
    name: 'app',
    image: 'theirs:1',
    containerDiskGigabytes: 5,
    volumeGigabytes: 0,
    volumeMountPath: '/workspace',
    ports: '',
    environment: { KEY: 'theirs' },
    startCommand: null,
    registryCredentialId: null,
    readme: 'ours!',
  });
  await expect(runStep(templateStep, context)).rejects.toBeInstanceOf(StepFailure);
  expect((await templateStep.plan(context)).problems).toHaveLength(1);
  expect(literal.templates.get('t9')?.image).toBe('theirs:1');
});

test('an answer that was lost is looked for in the list', async () => {
  const { literal, context } = setOut();
  literal.fail('saveTemplate', failureOf('timeout'), { isDone: true });
  expect((await runStep(templateStep, context)).end).toMatchObject({ outcome: 'pass', facts: { id: 't1' } });
});

test('not found there, nobody can tell; refused, it is a failure', async () => {
  const { literal, context } = setOut();
  literal.fail('saveTemplate', failureOf('server'));
  expect((await runStep(templateStep, context)).end).toMatchObject({ outcome: 'inconclusive' });
  expect(literal.calls.filter((call) => call === 'saveTemplate')).toHaveLength(1);
  literal.fail('saveTemplate', failureOf('refused'));
  await expect(runStep(templateStep, context)).rejects.toMatchObject({ didNothing: true });
});

test('a registry credential that is not there is named, with the nearest', async () => {
  const { context } = setOut({ registryCredential: 'hubb' });
  const { end } = await runStep(templateStep, context);
  expect(end).toMatchObject({
    outcome: 'fail',
    text: expect.stringContaining('"hubb"'),
    fix: 'Did you mean "hub"?',
  });
});

test('its inputs hold no value of the operator, and what is gone no longer stands', async () => {
  const { literal, context } = setOut();
  expect(JSON.stringify(await templateStep.inputs(context))).not.toContain('verysecret');
  const { end } = await runStep(templateStep, context);
  if (end.outcome !== 'pass') throw new Error(end.text);
  expect(await templateStep.stillStands?.(context, end.facts)).toBeNull();
  expect(await templateStep.stillStands?.(context, { ...end.facts, image: 'other' })).toContain(
    'another image',
  );
  literal.templates.clear();
  expect(await templateStep.stillStands?.(context, end.facts)).toContain('gone');
});

test('the plan makes, changes or leaves it, and saves nothing', async () => {
  const { literal, context } = setOut();
  expect((await templateStep.plan(context)).text).toBe('make the template "app"');
  expect(literal.templates.size).toBe(0);
  await runStep(templateStep, context);
  expect((await templateStep.plan(context)).text).toContain('is so already');
  const pod = { ...configuration, environment: { MODE: { kind: 'plain', value: 'slow' } as const } };
  const { context: next } = contextOf(literal.cloud, { facts: {}, project: { ...project, pod } });
  expect(await templateStep.plan(next)).toEqual({
    text: 'change the template "app"',
    differences: [
      { name: 'template: image', from: image, to: 'a new image' },
      { name: 'template: variable HF', from: 'another value', to: null },
      { name: 'template: variable MODE', from: 'another value', to: 'slow' },
    ],
  });
});
