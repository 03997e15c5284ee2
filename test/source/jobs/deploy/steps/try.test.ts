import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { localContainer } from '../../../../../source/jobs/deploy/effects/local-container.ts';
import type { DeployFacts } from '../../../../../source/jobs/deploy/facts.ts';
import type { StepTold } from '../../../../../source/jobs/deploy/step.ts';
import { buildStep } from '../../../../../source/jobs/deploy/steps/build.ts';
import { tryStep } from '../../../../../source/jobs/deploy/steps/try.ts';
import type { EnvironmentReference } from '../../../../../source/jobs/model/release.ts';
import { sampleDockerfile, sampleMissing } from '../../../../neighbours/sample-image.ts';
import { buildahEngine, podmanEngine, type RealEngine } from '../../container/engines.ts';
import { type Bench, createBench } from '../image-steps.ts';

const { signal } = new AbortController();

async function builtWith(
  real: RealEngine,
  options: { readonly dockerfile?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly bench: Bench; readonly facts: DeployFacts }> {
  const bench = createBench(real.make(), { registry: 'localhost', ...options });
  const { end } = await bench.run(buildStep, bench.contextOf());
  if (end.outcome !== 'pass') throw new Error(JSON.stringify(end));
  return { bench, facts: { build: end.facts } };
}

/** Each part with its outcome. */
function partsOf(told: readonly StepTold[]): readonly string[] {
  return told.flatMap((each) => (each.kind === 'step-ended' ? [`${each.step} ${each.outcome}`] : []));
}

function plain(values: Readonly<Record<string, string>>): Readonly<Record<string, EnvironmentReference>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { kind: 'plain', value } as const]),
  );
}

const missing = podmanEngine.missing ?? sampleMissing;

describe.skipIf(missing !== null)(missing ?? 'an image is tried', () => {
  let bench: Bench;
  let facts: DeployFacts;
  const label = () => `pod-engine.try=${bench.contextOf().deployId}`;

  beforeAll(async () => {
    ({ bench, facts } = await builtWith(podmanEngine));
  });
  afterEach(async () => {
    expect(await bench.engine.labelled(label(), signal), 'a container is left').toEqual({
      ok: true,
      value: [],
    });
  });
  afterAll(() => bench.remove());

  const contextWith = (
    environment: Readonly<Record<string, EnvironmentReference>>,
    changes: Parameters<Bench['contextOf']>[1] = {},
  ) => bench.contextOf(facts, { pod: { ...bench.project.pod, environment }, ...changes });

  test('and passes where everything is as the project says', async () => {
    const context = contextWith({
      ...plain({ GREETING: 'hello' }),
      KEY: { kind: 'secret', secretName: 'key' },
    });
    const { end, told } = await bench.run(tryStep, context);
    expect(end).toMatchObject({ outcome: 'pass', facts: { healthyAfterMs: expect.any(Number) } });
    expect(partsOf(told)).toEqual([
      'try/image pass',
      'try/health pass',
      'try/version pass',
      'try/pages pass',
      'try/stop pass',
    ]);
    expect(told).toContainEqual({
      kind: 'output',
      level: 'info',
      text: 'Tried without the secret variables: KEY.',
    });
    expect(bench.effects.at(-1)).toBe(
      `local-container try ${JSON.stringify({ program: bench.engine.program, label: label() })}`,
    );
  });

  test('and fails at once where it crashes, with its exit code and its log', async () => {
    const { end, told } = await bench.run(tryStep, contextWith(plain({ SAMPLE_CRASH: '3' })));
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('ended by itself with exit code 3'),
      evidence: expect.arrayContaining(['cannot find the model']),
    });
    expect(partsOf(told).at(-1)).toBe('try/health fail');
  });

  test('and fails where it never becomes healthy', async () => {
    const context = contextWith(plain({ SAMPLE_SICK: 'yes' }), {
      // Time enough for its first answer.
      try: { ...bench.project.try, timeoutMs: 6000 },
    });
    const { end } = await bench.run(tryStep, context);
    expect(end).toMatchObject({
      outcome: 'fail',
      text: 'Port 8080 does not answer /health.json with 200 within 6 s: it answers 503.',
      evidence: expect.arrayContaining(['the sample starts with greeting=']),
    });
  });

  test('and fails where it says another version', async () => {
    const { end } = await bench.run(tryStep, contextWith(plain({ SAMPLE_VERSION: '1.3.9' })));
    expect(end).toMatchObject({
      outcome: 'fail',
      text: 'The health page says version 1.3.9, and 1.4.0 is deployed.',
      fix: expect.stringContaining('ARG VERSION'),
    });
  });

  test('and fails where a page or a header is missing, and says all of them', async () => {
    const health = {
      ...bench.project.health,
      paths: ['/site.css', '/none.js'],
      headers: { 'x-sample': 'no', 'content-security-policy': null },
    };
    const { end } = await bench.run(tryStep, contextWith({}, { health }));
    expect(end).toMatchObject({
      outcome: 'fail',
      evidence: expect.arrayContaining([
        `The health page's header x-sample is "yes" in place of "no".`,
        'The health page has no header content-security-policy.',
        '/none.js answers 404 in place of 200.',
      ]),
    });
  });

  test('and fails where it has to be killed', async () => {
    const context = contextWith(plain({ SAMPLE_STUBBORN: 'yes' }), {
      try: { ...bench.project.try, stopWithinMs: 1000 },
    });
    const { end } = await bench.run(tryStep, context);
    expect(end).toMatchObject({
      outcome: 'fail',
      text: 'The container did not end within 1 s of SIGTERM and had to be killed.',
      fix: expect.stringContaining('SIGTERM'),
    });
  });

  test('and fails where its command does not exist', async () => {
    const pod = { ...bench.project.pod, startCommand: '/no/such/program' };
    const { end } = await bench.run(tryStep, bench.contextOf(facts, { pod }));
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('the command to start does not exist'),
    });
  });

  test('and is skipped where the project says so', async () => {
    const { end, told } = await bench.run(
      tryStep,
      contextWith({}, { try: { ...bench.project.try, isOn: false } }),
    );
    expect(end).toMatchObject({ outcome: 'skipped', text: 'Not tried: `try` is off in the project.' });
    expect(told).toEqual([]);
  });

  test('and its container goes when the operator stops the deploy meanwhile', async () => {
    const stopping = new AbortController();
    const context = { ...contextWith(plain({ SAMPLE_SICK: 'yes' })), signal: stopping.signal };
    setTimeout(() => stopping.abort(), 2000);
    const { end } = await bench.run(tryStep, context);
    expect(end).toMatchObject({ outcome: 'fail' });
  });

  test('and what an earlier console left is found by its label, and taken back', async () => {
    const { program } = bench.engine;
    const details = { program, label: label() };
    expect(await localContainer.find(details, bench.world)).toEqual({ kind: 'did-not' });
    const { imageId } = facts.build ?? { imageId: '' };
    const request = { reference: imageId, label: label(), environment: {}, ports: [], startCommand: null };
    const running = await bench.engine.run(request, signal);
    if (!running.ok) throw new Error(running.reason);
    const { containerId } = running.value;
    const found = await localContainer.find(details, bench.world);
    expect(found).toEqual({ kind: 'happened', result: { containerId } });
    const undone = await localContainer.undo({ details, result: { containerId } }, bench.world);
    expect(undone).toEqual({ ok: true, text: 'The container is removed.' });
    expect(await localContainer.undo({ details, result: { containerId } }, bench.world)).toEqual({
      ok: true,
      text: 'The container was gone already.',
    });
  });
});

describe.skipIf(missing !== null)(missing ?? 'a secret in an image', () => {
  const planted = 'planted-7f3a99c1d2e4';

  test("is found, be it the operator's own or of a known form, and is never quoted", async () => {
    const token = `ghp_${'a1B2c3D4'.repeat(5)}`;
    const dockerfile = `${sampleDockerfile}ENV NPM_CONFIG=${planted}\nLABEL note=${token}\n`;
    const { bench, facts } = await builtWith(podmanEngine, { dockerfile, environment: { MY_KEY: planted } });
    const environment = { API_KEY: { kind: 'environment', variable: 'MY_KEY' } } as const;
    const context = bench.contextOf(facts, { pod: { ...bench.project.pod, environment } });
    const { end, told } = await bench.run(tryStep, context);
    await bench.remove();
    expect(end).toMatchObject({
      outcome: 'fail',
      evidence: expect.arrayContaining([
        'The variable NPM_CONFIG holds the value of your variable MY_KEY.',
        'The label note holds a GitHub token.',
      ]),
    });
    expect(JSON.stringify([end, told])).not.toContain(planted);
    expect(JSON.stringify([end, told])).not.toContain(token);
    expect(bench.effects, 'nothing was run').toEqual([]);
  });
});

const missingBuildah = buildahEngine.missing ?? sampleMissing;

describe.skipIf(missingBuildah !== null)(missingBuildah ?? 'an engine that cannot run', () => {
  test('looks at the image, and says why it is not run', async () => {
    const { bench, facts } = await builtWith(buildahEngine);
    const { end, told } = await bench.run(tryStep, bench.contextOf(facts));
    await bench.remove();
    expect(end).toMatchObject({
      outcome: 'skipped',
      text: expect.stringContaining('buildah cannot run a container'),
    });
    expect(partsOf(told)).toEqual(['try/image pass']);
  });
});
