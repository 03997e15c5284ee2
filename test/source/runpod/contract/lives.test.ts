/** A pod's whole life over each wire: made, changed, stopped, started, ended. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSecret } from '../../../../source/base/secret.ts';
import type { Pod } from '../../../../source/fleet/pod.ts';
import { eventually } from '../../simulator/asking.ts';
import { answered, openWorld, type TestedWire, type World, wireNames, wishOf } from './wires.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(0);
});
afterAll(() => world.simulation.stop());
/** Deploys have a name of their own in each try. */
let tries = 0;
beforeEach(() => {
  tries += 1;
  return world.plant({ action: 'have-capacity' });
});

/** GraphQL alone has none of these. */
const has = (wire: TestedWire): boolean => wire !== 'graphql';
const unsupported = { ok: false, code: 'unsupported' };

describe.each(wireNames)('over %s', (wire) => {
  const cloud = () => world.clouds[wire];

  async function made(name: string): Promise<string> {
    const { podId } = answered(
      await cloud().createPod(wishOf({ name, deployId: `d-${wire}-${name}-${tries}` })),
    );
    await running(podId);
    return podId;
  }

  const running = (podId: string): Promise<Pod> => inState(podId, 'running');
  const inState = (podId: string, kind: Pod['state']['kind']): Promise<Pod> =>
    eventually(async () => {
      const read = await cloud().getPod(podId);
      return read.ok && read.value.state.kind === kind ? read.value : null;
    });

  test('a pod is made, found by its deploy, and has what was wished for', async () => {
    const podId = await made('wished');
    // A pod just made is missing in the lists for a while.
    const [found] = await eventually(async () => {
      const pods = answered(await cloud().podsOfDeploy(`d-${wire}-wished-${tries}`));
      return pods.length === 0 ? null : pods;
    });
    expect(found).toMatchObject({ podId, gpuTypeId: 'NVIDIA L40S', costPerHourDollars: expect.any(Number) });
    expect(await running(podId)).toMatchObject({
      ...{ name: 'wished', gpuTypeId: 'NVIDIA L40S', gpuName: 'L40S', gpuCount: 1, cloud: 'secure' },
      ...{ image: 'runpod/pytorch:2.8.0', containerDiskGigabytes: 20, volumeGigabytes: 10 },
      ...{ volumeMountPath: '/workspace', networkVolumeId: null, locked: false },
    });
    const settings = answered(await cloud().podSettings(podId));
    expect(settings).toMatchObject({ name: 'wished', image: 'runpod/pytorch:2.8.0', gpuCount: 1 });
    expect(settings.ports.split(',').sort()).toEqual(['22/tcp', '8888/http']);
    expect(settings.environment.MODE?.reveal()).toBe('fast=1');
  });

  test('where nothing is free no pod is made, whether RunPod says so or answers null', async () => {
    await world.plant({ action: 'no-capacity' });
    expect(await cloud().createPod(wishOf())).toMatchObject({ ok: false, code: 'no-capacity' });
  });

  test('a pod is stopped and started, and its container is another one then', async () => {
    const podId = await made('stopped');
    const before = await running(podId);
    expect(await cloud().stopPod(podId)).toEqual({ ok: true, value: { podId } });
    const { state } = await inState(podId, 'stopped');
    expect(state).toEqual({ kind: 'stopped', by: wire === 'rest' ? 'unknown' : 'user' });
    expect(await cloud().startPod({ podId, gpuCount: 1, bidPerGpuDollars: null })).toEqual({
      ok: true,
      value: { podId },
    });
    const after = await running(podId);
    expect(after.generation).not.toBe(before.generation);
  });

  test('an edit keeps what it names, and no variable is left behind', async () => {
    const podId = await made('edited');
    const { environment, ...settings } = answered(await cloud().podSettings(podId));
    const edited = await cloud().editPod({
      ...{ podId, image: 'runpod/pytorch:2.9.0', ports: settings.ports, containerDiskGigabytes: 30 },
      ...{ volumeGigabytes: 10, volumeMountPath: '/workspace', startCommand: null },
      ...{ registryCredentialId: null, environment: { ...environment, MORE: createSecret('a b') } },
    });
    expect(edited).toEqual({ ok: true, value: { podId } });
    const now = answered(await cloud().podSettings(podId));
    expect(now).toMatchObject({ image: 'runpod/pytorch:2.9.0', containerDiskGigabytes: 30 });
    expect(now.environment.MODE?.reveal()).toBe('fast=1');
    expect(now.environment.MORE?.reveal()).toBe('a b');
  });

  test('a restart, a lock and another name are what REST v2 alone has', async () => {
    const podId = await made('changed');
    const before = await running(podId);
    const done = has(wire) ? { ok: true, value: { podId } } : unsupported;
    expect(await cloud().renamePod({ podId, name: 'renamed' })).toMatchObject(done);
    expect(await cloud().lockPod({ podId, locked: true })).toMatchObject(done);
    if (has(wire)) {
      expect(answered(await cloud().getPod(podId))).toMatchObject({ name: 'renamed', locked: true });
      expect(await cloud().stopPod(podId)).toMatchObject({ ok: false });
      expect((await inState(podId, 'running')).generation).toBe(before.generation);
      expect(await cloud().lockPod({ podId, locked: false })).toMatchObject(done);
    }
    expect(await cloud().restartPod(podId)).toMatchObject(done);
    if (has(wire)) expect((await running(podId)).generation).not.toBe(before.generation);
  });

  test('a pod that is ended is gone, and ending it again is no failure', async () => {
    const podId = await made('ended');
    expect(await cloud().terminatePod(podId)).toEqual({ ok: true, value: { podId } });
    expect(await cloud().getPod(podId)).toMatchObject({ ok: false, code: 'not-found' });
    expect(answered(await cloud().listPods()).map(({ id }) => id)).not.toContain(podId);
    expect(await cloud().terminatePod(podId)).toEqual({ ok: true, value: { podId } });
  });

  test('a pod that nobody knows is not found, whatever is asked of it', async () => {
    expect(await cloud().getPod('nosuchpod1')).toMatchObject({ ok: false, code: 'not-found' });
    // GraphQL says of such a change only that something went wrong.
    const code = wire === 'graphql' ? 'server' : 'not-found';
    expect(await cloud().stopPod('nosuchpod1')).toMatchObject({ ok: false, code });
    expect(await cloud().podSettings('nosuchpod1')).toMatchObject({ ok: false, code: 'not-found' });
  });

  test('a spot pod, and a time to end, are what GraphQL alone has', async () => {
    const spot = await cloud().createPod(wishOf({ name: 'spot', bidPerGpuDollars: 0.9 }));
    const timed = await cloud().createPod(wishOf({ name: 'timed', stopAfterMs: Date.now() + 3_600_000 }));
    expect([spot.ok, timed.ok]).toEqual(wire === 'rest' ? [false, false] : [true, true]);
    if (wire === 'rest') expect([spot, timed]).toMatchObject([unsupported, unsupported]);
  });

  test('no lower CUDA version than wished for is taken', async () => {
    expect(await cloud().createPod(wishOf({ name: 'old', minCudaVersion: '12.4' }))).toMatchObject({
      ok: true,
    });
    expect(await cloud().createPod(wishOf({ name: 'new', minCudaVersion: '99.9' }))).toMatchObject({
      ok: false,
      code: 'no-capacity',
    });
  });
});
