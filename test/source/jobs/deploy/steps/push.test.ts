import { afterEach, describe, expect, test } from 'vitest';
import { imagePushed } from '../../../../../source/jobs/deploy/effects/image-pushed.ts';
import type { DeployFacts } from '../../../../../source/jobs/deploy/facts.ts';
import { buildStep } from '../../../../../source/jobs/deploy/steps/build.ts';
import { pushStep } from '../../../../../source/jobs/deploy/steps/push.ts';
import {
  type RegistryNeighbour,
  type RegistryNeighbourOptions,
  registryMissing,
  smallDiskMissing,
  startRegistry,
} from '../../../../neighbours/registry.ts';
import { sampleMissing } from '../../../../neighbours/sample-image.ts';
import { buildahEngine, podmanEngine, type RealEngine } from '../../container/engines.ts';
import { type Bench, createBench, preflightFacts } from '../image-steps.ts';

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of clean.splice(0).reverse()) await each();
});

type Ready = { readonly bench: Bench; readonly registry: RegistryNeighbour; readonly facts: DeployFacts };

async function ready(
  real: RealEngine,
  options: RegistryNeighbourOptions & { readonly version?: string } = {},
  before?: Ready,
): Promise<Ready> {
  const registry = before?.registry ?? (await startRegistry(options));
  if (before === undefined) clean.push(registry.remove);
  const bench = createBench(real.make(), { registry: registry.host });
  clean.push(bench.remove);
  const preflight = preflightFacts(bench.engine, options.version ?? '1.4.0');
  const { end } = await bench.run(buildStep, bench.contextOf({ preflight }));
  if (end.outcome !== 'pass') throw new Error(JSON.stringify(end));
  return { bench, registry, facts: { preflight, build: end.facts } };
}

const detailsOf = (bench: Bench, digestBefore: string | null, tag = '1.4.0') => ({
  ...{ registry: bench.project.registry, repository: bench.project.repository, tag, digestBefore },
});

const missing = registryMissing ?? podmanEngine.missing ?? sampleMissing;

describe.skipIf(missing !== null)(missing ?? 'an image is pushed', () => {
  test('and read back by its digest; a second time nothing changes; and it is taken back', async () => {
    const { bench, facts } = await ready(podmanEngine);
    const context = bench.contextOf(facts);
    expect(await imagePushed.find(detailsOf(bench, null), bench.world)).toEqual({ kind: 'did-not' });
    const { end, told } = await bench.run(pushStep, context);
    if (end.outcome !== 'pass') throw new Error(JSON.stringify(end));
    const { digest, reference } = end.facts;
    expect(reference).toBe(facts.build?.reference);
    expect(end.text).toBe(`${reference} is in the registry, read back as ${digest}.`);
    expect(told).toContainEqual({ kind: 'progress', fraction: 0.95, text: 'the manifest' });
    expect(bench.effects).toEqual([`image-pushed 1.4.0 ${JSON.stringify(detailsOf(bench, null))}`]);
    expect(await pushStep.stillStands?.(context, end.facts)).toBeNull();

    const again = await bench.run(pushStep, context);
    expect(again.end).toMatchObject({
      outcome: 'pass',
      text: `${reference} was there already, the same image: ${digest}.`,
    });
    const kept = await imagePushed.undo(
      { details: detailsOf(bench, digest), result: { digest } },
      bench.world,
    );
    expect(kept).toEqual({ ok: true, text: `${reference} was there before and stays.` });
    expect(await pushStep.stillStands?.(context, end.facts)).toBeNull();

    expect(await imagePushed.find(detailsOf(bench, null), bench.world)).toEqual({
      kind: 'happened',
      result: { digest },
    });
    const undoing = { details: detailsOf(bench, null), result: { digest } };
    expect(await imagePushed.undo(undoing, bench.world)).toEqual({
      ok: true,
      text: `${reference} is removed from the registry.`,
    });
    expect(await pushStep.stillStands?.(context, end.facts)).toContain('is no longer in the registry');
    expect(await imagePushed.undo(undoing, bench.world)).toEqual({
      ok: true,
      text: `${reference} was gone already.`,
    });
  });

  test('and another one that has taken its tag since is left alone', async () => {
    const first = await ready(podmanEngine);
    const pushed = await first.bench.run(pushStep, first.bench.contextOf(first.facts));
    if (pushed.end.outcome !== 'pass') throw new Error(JSON.stringify(pushed.end));
    const { digest } = pushed.end.facts;
    const undoing = { details: detailsOf(first.bench, null), result: { digest: `sha256:${'0'.repeat(64)}` } };
    expect(await imagePushed.undo(undoing, first.bench.world)).toMatchObject({
      ok: true,
      text: expect.stringContaining('is another image by now, and stays'),
    });
    const moved = { details: detailsOf(first.bench, `sha256:${'1'.repeat(64)}`), result: { digest } };
    expect(await imagePushed.undo(moved, first.bench.world)).toMatchObject({
      ok: false,
      text: expect.stringContaining('is left in the registry'),
      advice: expect.stringContaining(`imagetools create --tag`),
    });
  });

  test('and is not taken back where another tag stands for it too', async () => {
    const { bench, registry, facts } = await ready(podmanEngine);
    const { end } = await bench.run(pushStep, bench.contextOf(facts));
    if (end.outcome !== 'pass') throw new Error(JSON.stringify(end));
    const { repository } = bench.project;
    const type = 'application/vnd.docker.distribution.manifest.v2+json';
    const at = `http://${registry.host}/v2/${repository}/manifests`;
    const manifest = await (await fetch(`${at}/1.4.0`, { headers: { accept: type } })).text();
    await fetch(`${at}/stable`, { method: 'PUT', body: manifest, headers: { 'content-type': type } });
    const undoing = { details: detailsOf(bench, null), result: { digest: end.facts.digest } };
    expect(await imagePushed.undo(undoing, bench.world)).toMatchObject({
      ok: false,
      text: expect.stringContaining('The tag stable stands for the same image.'),
    });
  });

  test("and an engine's word that the registry does not bear out is not believed", async () => {
    const { bench, facts } = await ready(podmanEngine);
    const saying = (digest: string) => {
      const engine = { ...bench.engine, push: async () => ({ ok: true, value: { digest } }) as const };
      const context = bench.contextOf(facts);
      return { ...context, doors: { ...context.doors, engineNamed: () => engine } };
    };
    const digest = `sha256:${'0'.repeat(64)}`;
    expect((await bench.run(pushStep, saying(digest))).end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('the registry has no such tag'),
    });
    await bench.run(pushStep, bench.contextOf(facts));
    expect((await bench.run(pushStep, saying(digest))).end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining(`was pushed as ${digest}, and the registry has sha256:`),
    });
  });

  test('and a registry that asks for a login says how to get one', async () => {
    const { bench, registry, facts } = await ready(podmanEngine, { login: true });
    const { end } = await bench.run(pushStep, bench.contextOf(facts));
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('the registry asks for a login'),
      fix: expect.stringContaining(`podman login ${registry.host}`),
    });
    const reference = facts.build?.reference ?? '';
    const { signal } = new AbortController();
    expect(await bench.engine.push(reference, { isPlainHttp: true }, () => undefined, signal)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('the registry asks for a login'),
      fix: expect.stringContaining('podman login'),
    });
  });

  test('and what the registry does not remove is told, with advice', async () => {
    const { bench, facts } = await ready(podmanEngine, { deletes: false });
    const { end } = await bench.run(pushStep, bench.contextOf(facts));
    if (end.outcome !== 'pass') throw new Error(JSON.stringify(end));
    const undoing = { details: detailsOf(bench, null), result: { digest: end.facts.digest } };
    expect(await imagePushed.undo(undoing, bench.world)).toMatchObject({
      ok: false,
      text: expect.stringContaining('switched off (HTTP 405)'),
      advice: expect.stringContaining('administrator'),
    });
  });

  test('and a registry that is down is told so; whether it was pushed is then unknown', async () => {
    const { bench, registry, facts } = await ready(podmanEngine);
    await registry.stop();
    const { end } = await bench.run(pushStep, bench.contextOf(facts));
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining(`${registry.host} does not answer`),
      fix: expect.stringContaining(registry.host),
    });
    expect(bench.effects).toEqual([]);
    expect(await imagePushed.find(detailsOf(bench, null), bench.world)).toMatchObject({ kind: 'unknown' });
  });

  test.skipIf(smallDiskMissing !== null)(
    'and a registry whose disk is full is told, and has nothing',
    async () => {
      const { bench, registry, facts } = await ready(podmanEngine, { diskBytes: 400_000 });
      const { end } = await bench.run(pushStep, bench.contextOf(facts));
      expect(end).toMatchObject({
        outcome: 'fail',
        text: expect.stringContaining('the registry has a fault of its own'),
        fix: expect.stringContaining('disk is full'),
      });
      expect('evidence' in end && end.evidence.length).toBeGreaterThan(1);
      expect(registry.log()).toContain('no space left on device');
      expect(await imagePushed.find(detailsOf(bench, null), bench.world)).toEqual({ kind: 'did-not' });
    },
  );
});

const missingBuildah = registryMissing ?? buildahEngine.missing ?? sampleMissing;

test.skipIf(missingBuildah !== null)(`${missingBuildah ?? 'buildah pushes too'}`, async () => {
  const { bench, facts } = await ready(buildahEngine);
  const { end } = await bench.run(pushStep, bench.contextOf(facts));
  expect(end).toMatchObject({ outcome: 'pass', facts: { digest: expect.stringMatching(/^sha256:/) } });
});
