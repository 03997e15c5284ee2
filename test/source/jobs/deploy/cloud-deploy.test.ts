/** Whole deploys whose template and pod are of the local fleet: begun, repeated, left open by a silence, and taken back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecret } from '../../../../source/base/secret.ts';
import { podCreated } from '../../../../source/jobs/deploy/effects/pod-created.ts';
import { podEdited } from '../../../../source/jobs/deploy/effects/pod-edited.ts';
import { podStarted } from '../../../../source/jobs/deploy/effects/pod-started.ts';
import { podStopped } from '../../../../source/jobs/deploy/effects/pod-stopped.ts';
import { templateSaved } from '../../../../source/jobs/deploy/effects/template-saved.ts';
import type { DeployOptions } from '../../../../source/jobs/deploy/session.ts';
import { StepFailure } from '../../../../source/jobs/deploy/step.ts';
import { podStep } from '../../../../source/jobs/deploy/steps/pod.ts';
import { templateStep } from '../../../../source/jobs/deploy/steps/template.ts';
import type { DeployRequest } from '../../../../source/jobs/model/deploy.ts';
import { createGraphqlCloud } from '../../../../source/runpod/graphql/cloud.ts';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, plant } from '../../simulator/asking.ts';
import { quickTimings } from '../../simulator/cloud/renting.ts';
import { configuration } from './cloud-context.ts';
import { folderDoors } from './folder-doors.ts';
import { folderEffects } from './folder-effects.ts';
import { folderSteps } from './folder-steps.ts';
import { deploy, type Ended, endings, output, type Scene, setScene, setSource } from './scene.ts';

let folder = '';
let scene: Scene;
let simulation: Simulation;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-deploy-'));
  const pod = { ...configuration, gpuTypeIds: ['NVIDIA L40S'] };
  scene = setScene(folder, { pod, strategy: 'in-place' });
  setSource(scene, '1.0.0 first');
  simulation = await startSimulation({ pods: 0, seed: 7, port: 0, light: true, timings: quickTimings });
  await ask(simulation, 'mutation{secretCreate(input:{name:"hf",value:"hf_value"}){id}}');
});
afterEach(async () => {
  await simulation.stop();
  rmSync(folder, { recursive: true });
});

/** `afterCreate` is done when the answer to a create has come, or has failed to. */
function deployHere(
  asked: Partial<DeployRequest> = {},
  afterCreate: () => Promise<void> = async () => undefined,
): Promise<Ended> {
  const { world } = scene;
  const apiKey = createSecret(simulation.apiKey);
  const cloud = createGraphqlCloud({
    url: simulation.url,
    apiKey,
    version: '0.0.0-test',
    timeoutMs: 20_000,
    random: () => 0,
  });
  const more: Partial<DeployOptions> = {
    steps: { ...folderSteps(world), template: templateStep, pod: podStep },
    effects: {
      ...folderEffects(world),
      'template-saved': templateSaved,
      'pod-created': podCreated,
      'pod-edited': podEdited,
      'pod-started': podStarted,
      'pod-stopped': podStopped,
    },
    doors: {
      ...folderDoors(world),
      environment: { MY_TOKEN: 'tok-verysecret' },
      sleep: (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms / 20)),
      cloud: {
        ...cloud,
        async createPod(request, signal) {
          const made = await cloud.createPod(request, signal);
          await afterCreate();
          return made;
        },
      },
    },
  };
  return deploy(scene, asked, more);
}

/** A terminated pod is still among the fleet's own; the account no longer has it. */
async function account(): Promise<{
  pods: { id: string; env: string[] }[];
  podTemplates: { name: string }[];
}> {
  const { myself } = await ask(simulation, '{myself{pods{id env} podTemplates{name}}}');
  return myself as Awaited<ReturnType<typeof account>>;
}

const afterLag = () => new Promise<void>((resolve) => setTimeout(resolve, quickTimings.listLagMs + 200));

test('a deploy makes one template and one pod; repeated it touches neither; changed it changes both', async () => {
  expect((await deployHere()).verdict).toMatchObject({ verdict: 'pass', text: '1.0.0 runs on app (r1).' });
  await afterLag();
  const first = await account();
  expect(first.pods).toHaveLength(1);
  expect(first.podTemplates).toEqual([{ name: 'app' }]);

  const again = await deployHere();
  expect(endings(again).filter((text) => /^(template|pod) /.test(text))).toEqual([
    'template skipped: Unchanged since r1.',
    expect.stringMatching(/^pod pass: .* is left as it is\.$/),
  ]);
  expect(await account()).toEqual(first);

  setSource(scene, '1.1.0 second');
  expect((await deployHere()).verdict).toMatchObject({ verdict: 'pass' });
  const changed = await account();
  expect(changed.pods.map(({ id }) => id)).toEqual(first.pods.map(({ id }) => id));
  expect(changed.pods[0]?.env).not.toEqual(first.pods[0]?.env);
});

test('a create whose answer is lost, and then silence: left open, and resumed without a second pod', async () => {
  await plant(simulation, { action: 'lose-answers', count: 2 });
  const left = await deployHere({}, () => plant(simulation, { action: 'api-down', how: 'reset' }));
  expect(left.verdict).toMatchObject({ verdict: 'inconclusive' });
  await plant(simulation, { action: 'api-up' });
  expect(simulation.podsNow()).toHaveLength(1);

  const resumed = await deployHere({ mode: 'resume' });
  expect(resumed.verdict).toMatchObject({ verdict: 'pass' });
  expect(output(resumed).join('\n')).toContain('found to have happened');
  expect(simulation.podsNow()).toHaveLength(1);
});

test('a deploy that fails later leaves no pod and no template', async () => {
  scene.onPass = (place) => {
    if (place === 'verify:begin') throw new StepFailure('It has the wrong version.');
  };
  const ended = await deployHere();
  expect(ended.verdict).toMatchObject({ verdict: 'fail' });
  expect(endings(ended)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^undo\/pod-created pass: Pod app \(\w+\) was terminated\.$/),
      'undo/template-saved pass: The template "app" was deleted.',
    ]),
  );
  await afterLag();
  expect(await account()).toEqual({ pods: [], podTemplates: [] });
});

test('a change in place that fails later is set back, with the template of before', async () => {
  await deployHere();
  await afterLag();
  const first = await account();
  setSource(scene, '1.1.0 second');
  scene.onPass = (place) => {
    if (place === 'verify:begin') throw new StepFailure('It has the wrong version.');
  };
  expect((await deployHere()).verdict).toMatchObject({ verdict: 'fail' });
  const back = await account();
  expect(back.pods.map(({ env }) => [...env].sort())).toEqual(first.pods.map(({ env }) => [...env].sort()));
  const { myself } = await ask(simulation, '{myself{podTemplates{imageName readme}}}');
  expect(JSON.stringify(myself)).toMatch(/:1\.0\.0@.*version: 1\.0\.0/);
});

test('no capacity fails with each try, looks for nothing and takes the template back', async () => {
  await plant(simulation, { action: 'no-capacity' });
  const ended = await deployHere();
  expect(ended.verdict).toMatchObject({ verdict: 'fail', text: expect.stringContaining('can be had now') });
  expect(output(ended).join('\n')).toContain('error 1 x NVIDIA L40S');
  expect(await account()).toEqual({ pods: [], podTemplates: [] });
});
