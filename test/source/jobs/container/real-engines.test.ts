import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuildProgress, ContainerEngine } from '../../../../source/jobs/container/container-engine.ts';
import { runProgram } from '../../../../source/jobs/programs/run-program.ts';
import { type RegistryNeighbour, registryMissing, startRegistry } from '../../../neighbours/registry.ts';
import {
  removeSampleLayers,
  sampleContext,
  sampleMissing,
  samplePort,
} from '../../../neighbours/sample-image.ts';
import { buildahEngine, podmanEngine, type RealEngine, requestFor } from './engines.ts';

const { signal } = new AbortController();
const missingOf = (real: RealEngine) => real.missing ?? sampleMissing;

describe.each([podmanEngine, buildahEngine])('$name', (real) => {
  describe.skipIf(missingOf(real) !== null)(missingOf(real) ?? 'builds and pushes', () => {
    const reference = `localhost/pod-engine-test/engine-${real.name}:${process.pid}`;
    let engine: ContainerEngine;
    let context: string;
    const references = new Set([reference]);

    beforeAll(() => {
      engine = real.make();
      context = sampleContext();
    });
    afterAll(async () => {
      for (const each of references)
        await runProgram({ program: engine.program, words: ['rmi', each], timeoutMs: 60_000, signal });
      await removeSampleLayers();
      rmSync(context, { recursive: true, force: true });
    });

    test('builds, tells its steps, and names the image by the id that the engine wrote', async () => {
      const told: BuildProgress[] = [];
      const built = await engine.build(
        requestFor(context, reference),
        (progress) => told.push(progress),
        signal,
      );
      expect(built).toMatchObject({
        ok: true,
        value: { imageId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
      });
      const steps = told.filter((progress) => progress.kind === 'step');
      expect(steps[0]).toEqual({
        kind: 'step',
        fraction: 0,
        text: expect.stringMatching(/^step 1\/\d+: FROM scratch$/),
      });
      expect(steps.at(-1)?.text).toBe('writing the image');
      const image = await engine.look(reference, signal);
      expect(image).toMatchObject({
        ok: true,
        value: {
          ...(built.ok ? built.value : {}),
          platform: 'linux/amd64',
          labels: { 'dev.pod-engine.project': 'sample' },
          exposedPorts: [`${samplePort}/tcp`],
        },
      });
      if (!image.ok || image.value === null) throw new Error('no image');
      expect(image.value.environment).toContain('POD_VERSION=1.4.0');
      expect(image.value.history.join('\n')).toContain('EXPOSE');
      expect(image.value.sizeBytes).toBeGreaterThan(500_000);
    });

    test('an image that is not there is null, and no failure', async () => {
      expect(await engine.look('localhost/pod-engine-test/none:1', signal)).toEqual({
        ok: true,
        value: null,
      });
    });

    test('a build that fails says what the engine said', async () => {
      writeFileSync(join(context, 'Bad'), 'FROM scratch\nCOPY nothing-there /\n');
      const dockerfile = join(context, 'Bad');
      const built = await engine.build(
        requestFor(context, `${reference}-bad`, { dockerfile }),
        () => undefined,
        signal,
      );
      expect(built).toMatchObject({
        ok: false,
        reason: expect.stringContaining(`Cannot build ${reference}-bad`),
      });
      expect(built.ok ? '' : built.evidence.join('\n')).toContain('nothing-there');
    });

    test('a push to nobody says so in words', async () => {
      const target = `127.0.0.1:1/pod-engine/app:${process.pid}`;
      references.add(target);
      await runProgram({
        program: engine.program,
        words: ['tag', reference, target],
        timeoutMs: 60_000,
        signal,
      });
      const pushed = await engine.push(target, { isPlainHttp: true }, () => undefined, signal);
      expect(pushed).toMatchObject({
        ok: false,
        reason: expect.stringContaining('the network or the registry does not answer'),
        fix: expect.stringContaining('registry is up'),
      });
    });

    test.skipIf(registryMissing !== null)('a push gives the digest that the registry has', async () => {
      const registry: RegistryNeighbour = await startRegistry();
      const target = `${registry.host}/pod-engine/app:1`;
      references.add(target);
      try {
        await runProgram({
          program: engine.program,
          words: ['tag', reference, target],
          timeoutMs: 60_000,
          signal,
        });
        const told: BuildProgress[] = [];
        const pushed = await engine.push(
          target,
          { isPlainHttp: true },
          (progress) => told.push(progress),
          signal,
        );
        const head = await fetch(`http://${registry.host}/v2/pod-engine/app/manifests/1`, {
          method: 'HEAD',
          headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
        });
        expect(pushed).toEqual({ ok: true, value: { digest: head.headers.get('docker-content-digest') } });
        expect(told.map(({ text }) => text)).toContain('the manifest');
      } finally {
        await registry.remove();
      }
    });
  });
});
