import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildStep } from '../../../../../source/jobs/deploy/steps/build.ts';
import { sampleDockerfile, sampleMissing } from '../../../../neighbours/sample-image.ts';
import { buildahEngine, podmanEngine } from '../../container/engines.ts';
import { type Bench, commit, createBench, preflightFacts } from '../image-steps.ts';

describe.each([podmanEngine, buildahEngine])('with $name', (real) => {
  const missing = real.missing ?? sampleMissing;
  describe.skipIf(missing !== null)(missing ?? 'the image', () => {
    let bench: Bench;
    beforeAll(() => {
      bench = createBench(real.make(), { registry: 'localhost' });
    });
    afterAll(() => bench.remove());

    test('is built with labels and the arguments that the Dockerfile declares, and still stands afterwards', async () => {
      const context = bench.contextOf();
      const { end, told } = await bench.run(buildStep, context);
      if (end.outcome !== 'pass') throw new Error(JSON.stringify(end));
      const reference = `localhost/${bench.project.repository}:1.4.0`;
      expect(end.facts).toMatchObject({ reference, imageId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
      expect(end.text).toContain(`${reference} is built: `);
      const progress = told.flatMap((each) => (each.kind === 'progress' ? [each.fraction] : []));
      expect(progress.at(-1)).toBe(0.99);
      expect(progress).toEqual(progress.toSorted((left, right) => left - right));
      expect(told.some((each) => each.kind === 'output' && each.text.includes('FROM scratch'))).toBe(true);
      const image = await bench.engine.look(end.facts.imageId, context.signal);
      expect(image).toMatchObject({
        ok: true,
        value: {
          labels: {
            'org.opencontainers.image.title': 'sample',
            'org.opencontainers.image.version': '1.4.0',
            'org.opencontainers.image.revision': commit,
            'dev.pod-engine.project': 'sample',
          },
          environment: expect.arrayContaining(['POD_VERSION=1.4.0']),
        },
      });
      expect(await buildStep.stillStands?.(context, end.facts)).toBeNull();
      expect(await buildStep.stillStands?.(context, { ...end.facts, reference: 'localhost/none:1' })).toBe(
        'The image localhost/none:1 is no longer there.',
      );
      const other = { ...end.facts, imageId: `sha256:${'0'.repeat(64)}` };
      expect(await buildStep.stillStands?.(context, other)).toContain('has become another image');
    });

    test('fails with what the engine said where a step of it fails', async () => {
      const dockerfile = join(bench.folder, 'Dockerfile.bad');
      writeFileSync(dockerfile, 'FROM scratch\nCOPY not-there /\n');
      const build = { ...bench.project.build, dockerfile };
      const { end } = await bench.run(buildStep, bench.contextOf({}, { build }));
      expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('Cannot build') });
      expect('evidence' in end && end.evidence.join('\n')).toContain('not-there');
    });

    test('fails where it is above the budget, and quotes what made its layers', async () => {
      const build = { ...bench.project.build, maxSizeBytes: 500_000 };
      const { end } = await bench.run(buildStep, bench.contextOf({}, { build }));
      expect(end).toMatchObject({
        outcome: 'fail',
        text: expect.stringMatching(/has .* MB, and .* allows 500 kB/),
      });
      expect('evidence' in end && end.evidence.join('\n')).toContain('COPY');
    });
  });
});

describe.skipIf(sampleMissing !== null)(sampleMissing ?? 'what decides whether it is built again', () => {
  const engine = podmanEngine.make();

  test('changes with version, source, arguments and labels, and not with the time', async () => {
    const bench = createBench(engine, { registry: 'localhost' });
    const first = await buildStep.inputs(bench.contextOf());
    expect(await buildStep.inputs(bench.contextOf())).toEqual(first);
    const preflight = preflightFacts(engine, '1.4.0');
    const build = { ...bench.project.build, arguments: { MODEL: 'large' } };
    for (const changed of [
      bench.contextOf({ preflight: { ...preflight, version: '1.5.0' } }),
      bench.contextOf({ preflight: { ...preflight, sourceHash: 'other' } }),
      bench.contextOf({ preflight: { ...preflight, engine: { ...preflight.engine, kind: 'docker' } } }),
      bench.contextOf({}, { build }),
    ])
      expect(await buildStep.inputs(changed)).not.toEqual(first);
    await bench.remove();
  });

  test('has VERSION and REVISION only where the Dockerfile declares them', async () => {
    const dockerfile = sampleDockerfile
      .replace('ARG VERSION\n', 'arg BASE=1 VERSION=dev\n')
      .replace('ARG REVISION\n', '# ARG REVISION\n');
    const bench = createBench(engine, { registry: 'localhost', dockerfile });
    expect(await buildStep.inputs(bench.contextOf())).toMatchObject({ arguments: { VERSION: '1.4.0' } });
    await bench.remove();
  });
});
