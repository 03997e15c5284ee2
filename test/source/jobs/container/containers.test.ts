import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ContainerEngine } from '../../../../source/jobs/container/container-engine.ts';
import { engineNamed } from '../../../../source/jobs/container/find-engine.ts';
import { runProgram } from '../../../../source/jobs/programs/run-program.ts';
import {
  removeSampleLayers,
  sampleContext,
  sampleMissing,
  samplePort,
} from '../../../neighbours/sample-image.ts';
import { podmanEngine, requestFor, runChrooted } from './engines.ts';

const { signal } = new AbortController();
const missing = podmanEngine.missing ?? sampleMissing;

describe.skipIf(missing !== null)(missing ?? 'containers by podman', () => {
  const reference = `localhost/pod-engine-test/containers:${process.pid}`;
  const label = `pod-engine.test-containers=${process.pid}`;
  let engine: ContainerEngine;

  beforeAll(async () => {
    engine = podmanEngine.make();
    const context = sampleContext();
    const built = await engine.build(requestFor(context, reference), () => undefined, signal);
    rmSync(context, { recursive: true, force: true });
    if (!built.ok) throw new Error(`${built.reason} ${built.evidence.join('\n')}`);
  });
  // Those of a try that failed as well.
  afterEach(async () => {
    const left = await engine.labelled(label, signal);
    for (const id of left.ok ? left.value : []) await engine.remove(id, signal);
  });
  afterAll(async () => {
    await runProgram({ program: engine.program, words: ['rmi', reference], timeoutMs: 60_000, signal });
    await removeSampleLayers();
  });

  const run = (environment: Readonly<Record<string, string>>, startCommand: string | null = null) =>
    engine.run({ reference, label, environment, ports: [samplePort], startCommand }, signal);

  test('one runs on a free port, is found by its label, stops on SIGTERM and goes', async () => {
    const running = await run({ GREETING: 'two words', PATH: '/bin' });
    if (!running.ok) throw new Error(running.reason);
    const { containerId, portOf } = running.value;
    const answer = await untilAnswered(`http://127.0.0.1:${portOf[samplePort]}/health.json`);
    expect(answer).toMatchObject({ version: '1.4.0' });
    expect(await engine.labelled(label, signal)).toEqual({ ok: true, value: [containerId] });
    expect(await engine.exitCode(containerId, signal)).toEqual({ ok: true, value: null });
    await expect
      .poll(() => engine.logs(containerId, 5, signal))
      .toEqual(['the sample starts with greeting=two words']);
    expect(await engine.stop(containerId, 10_000, signal)).toMatchObject({
      ok: true,
      value: { exitCode: 0 },
    });
    expect(await engine.remove(containerId, signal)).toEqual({ ok: true, value: null });
    expect(await engine.remove(containerId, signal)).toEqual({ ok: true, value: null });
    expect(await engine.labelled(label, signal)).toEqual({ ok: true, value: [] });
  });

  test('one that does not obey SIGTERM is killed', async () => {
    const running = await run({ SAMPLE_STUBBORN: 'yes' });
    if (!running.ok) throw new Error(running.reason);
    await untilAnswered(`http://127.0.0.1:${running.value.portOf[samplePort]}/health.json`);
    expect(await engine.stop(running.value.containerId, 1000, signal)).toMatchObject({
      ok: true,
      value: { exitCode: 137 },
    });
    await engine.remove(running.value.containerId, signal);
  });

  test('one that crashes has its exit code and its log', async () => {
    const running = await run({ SAMPLE_CRASH: '3' });
    if (!running.ok) throw new Error(running.reason);
    const { containerId } = running.value;
    await expect.poll(async () => engine.exitCode(containerId, signal)).toEqual({ ok: true, value: 3 });
    await expect.poll(() => engine.logs(containerId, 5, signal)).toContain('cannot find the model');
    await engine.remove(containerId, signal);
  });

  test('one whose command does not exist leaves nothing behind', async () => {
    const running = await run({}, '/no/such/program');
    expect(running).toMatchObject({
      ok: false,
      reason: expect.stringContaining('the command to start does not exist'),
    });
    expect(await engine.labelled(label, signal)).toEqual({ ok: true, value: [] });
  });

  test('values of variables stand in no command line', async () => {
    const seen: string[] = [];
    const watched = engineNamed(
      { program: engine.program, kind: 'podman' },
      {
        run: (options) => {
          seen.push(options.words.join(' '));
          return runChrooted(options);
        },
      },
    );
    const environment = { GREETING: 'a-value-of-its-own' };
    const running = await watched.run(
      { reference, label, environment, ports: [], startCommand: null },
      signal,
    );
    if (!running.ok) throw new Error(running.reason);
    await expect
      .poll(() => engine.logs(running.value.containerId, 5, signal))
      .toEqual(['the sample starts with greeting=a-value-of-its-own']);
    expect(seen.join('\n')).not.toContain('a-value-of-its-own');
    await engine.remove(running.value.containerId, signal);
  });
});

async function untilAnswered(url: string): Promise<unknown> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null) return await answer.json();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}
