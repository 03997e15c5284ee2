/** While nobody can tell whether a new pod is well, nothing is torn down: then it is looked at again, or taken back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { engine, engineList, engineProgram } from '../../neighbours/podman.ts';
import { type Ground, lookAround, releasesOf, settledGround } from './ground.ts';
import { page, projectFile } from './sample-project.ts';
import { startWorld, type World, worldMissing } from './world.ts';

const why = worldMissing === null ? '' : ` (skipped: ${worldMissing})`;

describe.skipIf(worldMissing !== null)(`a deploy that nobody can judge${why}`, { timeout: 300_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    const first = await world.run(['deploy', '--yes']);
    expect(first.code, first.stderr).toBe(0);
    const keys = {
      verify: '{times: 2, every: 1s, timeout: 7s, soak: 1s}',
      hooks: '{before-verify: sh ../plant.sh}',
    };
    world.project.change({ 'pod-engine.yaml': projectFile(world.repository, keys) });
  }, 400_000);
  afterAll(() => world?.remove(), 60_000);
  // What is left unfinished would keep the second try from beginning.
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await endSilence();
    await world.run(['deploy', '--abort', '--yes']);
  }, 180_000);

  function plantWith(script: string): void {
    writeFileSync(join(world.project.folder, '../plant.sh'), script);
  }

  /** The new pod stands still and the API is silent, from the moment it is to be proved. */
  function plantSilence(): void {
    const { RUNPOD_GRAPHQL_URL } = world.simulator.variables;
    const ask = `fetch("${new URL('/simulator', RUNPOD_GRAPHQL_URL)}", {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({action: "api-down"})}).then((a) => process.exit(a.ok ? 0 : 1))`;
    plantWith(
      [
        'set -e',
        `"${engineProgram}" pause $("${engineProgram}" ps --quiet --filter "name=$POD_ENGINE_POD_ID")`,
        `"${process.execPath}" -e '${ask}'`,
      ].join('\n'),
    );
  }

  /** @returns How many containers stood still. */
  async function endSilence(): Promise<number> {
    plantWith('');
    await world.cloud.plant('api-up');
    const paused = await engineList(['ps', '--quiet', '--filter', 'status=paused', '--no-trunc']);
    for (const id of paused) await engine(['unpause', id]);
    return paused.length;
  }

  /** @returns What stood before. */
  async function deployIntoSilence(word: string): Promise<Ground> {
    const before = await settledGround(world);
    world.project.change({ 'hello.html': page(word) });
    plantSilence();
    const { code, stdout, stderr } = await world.run(['deploy', '--yes']);
    const paused = await endSilence();
    expect(code, stdout + stderr).toBe(9);
    expect(paused).toBeGreaterThan(0);
    expect(stdout).toContain('--resume');
    expect(stderr).toContain('Nobody can tell');
    expect(stderr).not.toContain('take back');
    const after = await lookAround(world);
    expect(after.pods.filter(({ status }) => status === 'RUNNING')).toHaveLength(2);
    expect(after.pods).toEqual(expect.arrayContaining([...before.pods]));
    expect(after.remoteTags).toHaveLength(before.remoteTags.length + 1);
    expect(after.running).toBe(before.running);
    expect((await releasesOf(world))[0]).toMatchObject({ verdict: 'inconclusive' });
    const another = await world.run(['deploy', '--yes']);
    expect(another.code, another.stderr).not.toBe(0);
    expect(another.stdout + another.stderr).toMatch(/--resume|--abort/);
    expect(await lookAround(world)).toEqual(after);
    return before;
  }

  test('looked at again when the API answers, it passes and nothing is made twice', async () => {
    // Of each try another one: what is deployed already is not deployed again.
    const word = `two ${Date.now()}`;
    const before = await deployIntoSilence(word);
    const between = await lookAround(world);
    const { code, stdout, stderr } = await world.run(['deploy', '--resume', '--yes']);
    expect(code, stdout + stderr).toBe(0);
    const after = await lookAround(world);
    const [release] = await releasesOf(world);
    expect(after).toEqual({ ...between, running: release?.id, pods: after.pods });
    expect(after.pods.map(({ id }) => id)).toEqual(between.pods.map(({ id }) => id));
    const [old] = before.pods.filter(({ status }) => status === 'RUNNING');
    expect(after.pods.find(({ id }) => id === old?.id)?.status).toBe('EXITED');
    expect(await world.cloud.page(release?.podIds[0] ?? '', '/hello.html')).toMatchObject({
      body: page(word),
    });
    for (const step of ['build', 'push', 'tag', 'template', 'pod'])
      expect(stderr).toContain(`– ${step} skipped: Done already`);
  });

  test('taken back, all is as it was before', async () => {
    const before = await deployIntoSilence('three');
    const { code, stdout, stderr } = await world.run(['deploy', '--abort', '--yes']);
    expect(stdout + stderr).toContain('was terminated');
    await vi.waitFor(async () => expect(await lookAround(world)).toEqual(before), {
      timeout: 60_000,
      interval: 500,
    });
    expect(code, stdout + stderr).toBe(0);
    const next = await world.run(['deploy', '--plan']);
    expect(next.code, next.stdout + next.stderr).toBe(0);
  });
});
