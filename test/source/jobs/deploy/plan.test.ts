import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planDeploy } from '../../../../source/jobs/deploy/plan.ts';
import { StepFailure } from '../../../../source/jobs/deploy/step.ts';
import type { DeployPlan, DeployRequest } from '../../../../source/jobs/model/deploy.ts';
import { folderDoors } from './folder-doors.ts';
import { folderEffects } from './folder-effects.ts';
import { folderSteps } from './folder-steps.ts';
import { makeRequest, podConfiguration } from './make.ts';
import { deploy, type Scene, setScene, setSource } from './scene.ts';

let folder = '';
let scene: Scene;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-plan-'));
  scene = setScene(folder);
  setSource(scene, '1.0.0 first');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function plan(asked: Partial<DeployRequest> = {}): Promise<DeployPlan> {
  const before = filesIn(folder);
  const { project, world, releases } = scene;
  const planned = await planDeploy({
    request: makeRequest(project.file, asked),
    ...{
      project,
      releases,
      steps: folderSteps(world),
      effects: folderEffects(world),
      doors: folderDoors(world),
    },
    ...{ signal: new AbortController().signal, nowMs: Date.now },
  });
  // Whatever is planned, nothing is changed by it.
  expect(filesIn(folder)).toEqual(before);
  return planned;
}

function filesIn(place: string): Readonly<Record<string, string>> {
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(place, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(place, name), 'utf8')]));
}

const will = ({ steps }: DeployPlan) => Object.fromEntries(steps.map((step) => [step.id, step.will]));

test('a first deploy runs every step, and there is nothing to compare it with', async () => {
  const planned = await plan();
  expect(new Set(Object.values(will(planned)))).toEqual(new Set(['run']));
  expect(planned).toMatchObject({
    ...{ projectName: 'app', version: '1.0.0', runningVersion: null, differences: [], problems: [] },
    target: { kind: 'new', podId: null, podName: 'app-1' },
  });
});

test('what has not changed is skipped, what depends on it as well', async () => {
  await deploy(scene);
  const planned = await plan();
  expect(will(planned)).toMatchObject({
    preflight: 'run',
    build: 'skip',
    push: 'skip',
    template: 'skip',
    pod: 'run',
  });
  expect(planned.steps.find(({ id }) => id === 'build')?.text).toBe('Unchanged since r1.');
  setSource(scene, '1.1.0 second');
  expect(will(await plan())).toMatchObject({ build: 'run', push: 'run', template: 'run' });
});

test('it is compared with the release that runs, without a secret', async () => {
  await deploy(scene);
  scene = setScene(folder, {
    strategy: 'blue-green',
    pod: {
      ...podConfiguration,
      gpuCount: 2,
      environment: { TOKEN: { kind: 'environment', variable: 'MY_TOKEN' } },
    },
  });
  setSource(scene, '1.1.0 second');
  const planned = await plan();
  expect(planned.differences).toEqual([
    { name: 'version', from: '1.0.0', to: '1.1.0' },
    { name: 'GPU count', from: '1', to: '2' },
    {
      ...{ name: 'env TOKEN', from: 'RunPod\'s secret "token"' },
      to: 'the variable MY_TOKEN of whoever deploys',
    },
  ]);
  expect(planned.target.kind).toBe('blue-green');
});

test('what is left out and needed is a problem', async () => {
  const planned = await plan({ from: 'push' });
  expect(planned.problems.map(({ text }) => text)).toContain(
    'The step "push" goes on from what "preflight" makes, which is left out (--from push): it has never been done.',
  );
  await deploy(scene);
  expect((await plan({ from: 'push' })).problems).toEqual([]);
});

test('a deploy that is not over is a problem, and what a resume and an abort would do is told', async () => {
  scene.onPass = (place) => {
    if (place === 'ready:begin') throw new StepFailure('It exits.');
    if (place === 'template-saved:before-undo') throw new Error('it was used a minute ago');
  };
  await deploy(scene);
  const planned = await plan();
  expect(planned.problems[0]?.text).toMatch(/is not over.*--resume.*--abort/);
  const abort = await plan({ mode: 'abort' });
  expect(abort.losses).toEqual([expect.stringMatching(/^Taken back: the template "template-.*"\.$/)]);
  expect((await plan({ mode: 'rollback' })).problems.map(({ text }) => text)).toContain(
    'No release of this project runs: there is nothing to go back from.',
  );
});

test('a rollback is planned with the release that it brings back', async () => {
  await deploy(scene);
  setSource(scene, '1.1.0 second');
  await deploy(scene);
  const planned = await plan({ mode: 'rollback' });
  expect(planned).toMatchObject({ version: '1.0.0', runningVersion: '1.1.0', problems: [] });
  expect(planned.steps.map(({ id }) => id)).toEqual([
    'preflight',
    'template',
    'pod',
    'ready',
    'verify',
    'done',
  ]);
  expect(planned.differences).toContainEqual({ name: 'version', from: '1.1.0', to: '1.0.0' });
});
