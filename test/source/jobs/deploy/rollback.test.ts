import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StepFailure } from '../../../../source/jobs/deploy/step.ts';
import { standing } from './folder-world.ts';
import { podConfiguration } from './make.ts';
import { deploy, endings, type Scene, setScene, setSource } from './scene.ts';

let folder = '';
let scene: Scene;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-rollback-'));
  scene = setScene(folder);
  setSource(scene, '1.0.0 first');
  await deploy(scene);
  scene = setScene(folder, { pod: { ...podConfiguration, gpuCount: 2 } });
  setSource(scene, '1.1.0 second');
  await deploy(scene);
});
afterEach(() => rmSync(folder, { recursive: true }));

const releases = () => scene.releases.list(scene.project.file);

test('a rollback brings back image and configuration of the release before', async () => {
  const ended = await deploy(scene, { mode: 'rollback' });
  expect(ended.verdict.text).toBe('1.0.0 runs on app-1 (r3).');
  expect(endings(ended).map((line) => line.split(':', 1)[0])).toEqual([
    'preflight pass',
    'template pass',
    'pod pass',
    'ready pass',
    'verify pass',
    'done pass',
  ]);
  const [now, , first] = await releases();
  expect(now).toMatchObject({ id: 'r3', how: 'rollback', of: 'r1', version: '1.0.0', verdict: 'pass' });
  expect(now?.image).toEqual(first?.image);
  expect(now?.configuration).toEqual(podConfiguration);
  // What was fled from is not gone back to by itself.
  const again = await deploy(scene, { mode: 'rollback' });
  expect(again.verdict).toMatchObject({ verdict: 'fail', exitCode: 8 });
  expect(again.verdict.text).toContain('There is no good release before r3 (1.0.0)');
  expect((await deploy(scene, { mode: 'rollback', releaseId: 'r2' })).verdict.text).toBe(
    '1.1.0 runs on app-1 (r4).',
  );
});

test('an image that the registry no longer has is no release to go back to', async () => {
  const first = (await releases()).at(-1)?.image?.digest.slice('sha256:'.length) ?? '';
  rmSync(join(scene.world.folder, first));
  const before = standing(scene.world);
  const ended = await deploy(scene, { mode: 'rollback' });
  expect(ended.verdict.text).toMatch(/^Failed at preflight: 1\.0\.0 is gone\./);
  expect(standing(scene.world)).toEqual(before);
});

test('a failing rollback is undone, and leaves the release that runs', async () => {
  const before = standing(scene.world);
  scene.onPass = (place) => {
    if (place === 'verify:begin') throw new StepFailure('It answers 500.');
  };
  expect((await deploy(scene, { mode: 'rollback' })).verdict.verdict).toBe('fail');
  expect(standing(scene.world)).toEqual(before);
  expect((await scene.releases.running(scene.project.file))?.id).toBe('r2');
});

test('only good releases are gone back to', async () => {
  const unknown = await deploy(scene, { mode: 'rollback', releaseId: 'r9' });
  expect(unknown.verdict.text).toBe('The project has no release "r9": the newest are r2, r1.');
  scene.onPass = (place) => {
    if (place === 'verify:begin') throw new StepFailure('It answers 500.');
  };
  setSource(scene, '1.2.0 third');
  await deploy(scene);
  const failed = await deploy(scene, { mode: 'rollback', releaseId: 'r3' });
  expect(failed.verdict.text).toMatch(/^r3 \(1\.2\.0\) is no good release: Failed at verify/);
  expect(readdirSync(scene.world.folder)).toHaveLength(8);
});

test('a rollback where nobody can tell is resumed as a rollback', async () => {
  scene.onPass = (place) => {
    if (place === 'pod-created:after-act' || place === 'pod-created:find') throw new Error('reset');
  };
  const ended = await deploy(scene, { mode: 'rollback' });
  expect(ended.verdict.verdict).toBe('inconclusive');
  scene.onPass = () => undefined;
  const resumed = await deploy(scene, { mode: 'resume' });
  expect(resumed.verdict.text).toBe('1.0.0 runs on app-1 (r3).');
  expect((await releases())[0]).toMatchObject({ how: 'rollback', of: 'r1' });
});
