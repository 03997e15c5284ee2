/** Pods that are rented, edited, found again and given back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, connect, eventually, plant, post, refused } from '../asking.ts';
import { listed, look, proxied, quickTimings, rent, rentQuery, rentRefused, wish } from './renting.ts';

let simulation: Simulation;
/** Its pods take their time, so that what is only at first can be seen on a busy machine. */
let slow: Simulation;
beforeAll(async () => {
  const timings = { ...quickTimings, containerMs: 2000, listLagMs: 3000, pullFailureMs: 2000 };
  slow = await startSimulation({ pods: 0, seed: 7, port: 0, timings });
  simulation = await startSimulation({ pods: 2, seed: 7, port: 0, timings: quickTimings });
});
afterAll(async () => {
  await simulation.stop();
  await slow.stop();
});

const terminate = (podId: string, at = simulation) =>
  ask(at, `mutation{podTerminate(input:{podId:"${podId}"})}`);

async function sshPortOf(podId: string, at = simulation): Promise<number> {
  return eventually(async () => {
    const ports = (await look(at, podId))?.runtime?.ports ?? [];
    return ports.find(({ privatePort }) => privatePort === 22)?.publicPort ?? null;
  });
}

describe('a pod that is rented', () => {
  it('is as it was asked for, missing in the list for a moment, and up in the end', async () => {
    const pod = await rent(slow);
    expect(pod).toMatchObject({
      name: 'web',
      imageName: '127.0.0.1:5000/web:1.2.3',
      desiredStatus: 'RUNNING',
      gpuCount: 1,
      costPerHr: 0.86,
      machine: { gpuTypeId: 'NVIDIA L40S' },
    });
    expect(pod.env).toContain('POD_ENGINE_DEPLOY_ID=deploy-1');
    expect((await look(slow, pod.id))?.runtime).toBeNull();
    expect(await listed(slow)).not.toContain(pod.id);
    const port = await sshPortOf(pod.id, slow);
    const { client } = await eventually(() => connect(port).catch(() => null));
    client.end();
    await eventually(async () => ((await listed(slow)).includes(pod.id) ? true : null));
    expect(slow.podsNow().map(({ id }) => id)).toContain(pod.id);
    await terminate(pod.id, slow);
    expect(await listed(slow)).not.toContain(pod.id);
    expect(await look(slow, pod.id)).toBeNull();
  });

  it('serves the version of its image through the proxy, and a page of the proxy until then', async () => {
    const pod = await rent(slow);
    const url = proxied(slow, pod.id, 80, '/health.json');
    const early = await fetch(url);
    expect([early.status, early.headers.get('content-type')]).toEqual([502, 'text/html; charset=UTF-8']);
    const health = await eventually(async () => {
      const answer = await fetch(url);
      return answer.status === 200 ? answer.json() : null;
    });
    expect(health).toMatchObject({
      schema: 1,
      status: 'ok',
      version: '1.2.3',
      podId: pod.id,
      gpu: { count: 1, expected: 1 },
    });
    expect((await fetch(proxied(slow, pod.id, 81, '/'))).status).toBe(404);
    expect((await fetch(proxied(slow, 'unheardof00000', 80, '/'))).status).toBe(404);
    const page = await fetch(proxied(slow, pod.id, 80, '/runs/7'));
    expect(await page.text()).toContain('Runs of this pod');
    await plant(slow, { action: 'hang-site', podId: pod.id });
    expect((await fetch(url)).status).toBe(524);
    await terminate(pod.id, slow);
    expect((await fetch(url)).status).toBe(404);
  });

  it('is the first of several cards for which there is room, in the data centre that was named', async () => {
    await plant(simulation, { action: 'no-capacity', gpuTypeId: 'NVIDIA H200' });
    const pod = await rent(simulation, {
      gpuTypeId: null,
      gpuTypeIdList: ['NVIDIA H200', 'NVIDIA RTX A6000'],
      dataCenterId: 'EU-SE-1',
    });
    expect(pod.machine).toEqual(
      expect.objectContaining({ gpuTypeId: 'NVIDIA RTX A6000', dataCenterId: 'EU-SE-1' }),
    );
    await plant(simulation, { action: 'have-capacity' });
    await terminate(pod.id);
  });

  it('takes from its template what was left out', async ({ task }) => {
    const { saveTemplate } = await ask(
      simulation,
      `mutation{saveTemplate(input:{name:"web-${task.result?.retryCount ?? 0}",imageName:"127.0.0.1:5000/web:2.0.0",containerDiskInGb:15,volumeInGb:5,ports:"8080/http",dockerArgs:"serve",env:[{key:"A",value:"1"}]}){id}}`,
    );
    const templateId = (saveTemplate as { readonly id: string }).id;
    const pod = await rent(simulation, {
      templateId,
      imageName: null,
      ports: null,
      env: null,
      containerDiskInGb: null,
    });
    expect(await look(simulation, pod.id)).toMatchObject({
      imageName: '127.0.0.1:5000/web:2.0.0',
      ports: '8080/http',
      dockerArgs: 'serve',
      containerDiskInGb: 15,
      env: expect.arrayContaining(['A=1']),
    });
    await terminate(pod.id);
  });
});

describe('an edit', () => {
  it('resets the pod: another container, other host keys, and what was not named stays', async () => {
    const pod = await rent(simulation);
    const before = await eventually(async () => connect(await sshPortOf(pod.id)).catch(() => null));
    const bootBefore = await bootIdOf(pod.id);
    const closed = new Promise<void>((resolve) => before.client.once('close', () => resolve()));
    const query =
      'mutation($input:PodEditJobInput!){podEditJob(input:$input){imageName env ports containerDiskInGb}}';
    const { podEditJob } = await ask(simulation, query, {
      input: {
        podId: pod.id,
        imageName: '127.0.0.1:5000/web:1.3.0@sha256:abc',
        env: [{ key: 'ONLY', value: 'this' }],
      },
    });
    expect(podEditJob).toMatchObject({ ports: '80/http,22/tcp', containerDiskInGb: 20 });
    const { env } = podEditJob as { readonly env: readonly string[] };
    expect(env.filter((line) => !line.startsWith('RUNPOD_'))).toEqual(['ONLY=this']);
    await closed;
    const bootAfter = await eventually(async () => {
      const boot = await bootIdOf(pod.id).catch(() => null);
      return boot === bootBefore ? null : boot;
    });
    expect(bootAfter).not.toBe(bootBefore);
    const health = await (await fetch(proxied(simulation, pod.id, 80, '/health.json'))).json();
    expect(health).toMatchObject({ version: '1.3.0' });
    // The port of the run before is still shown for a while.
    const after = await eventually(async () => connect(await sshPortOf(pod.id)).catch(() => null));
    expect(after.hostKey.equals(before.hostKey)).toBe(false);
    after.client.end();
    await terminate(pod.id);
  });

  it('of a pod that is stopped starts nothing', async () => {
    const pod = await rent(simulation);
    await ask(simulation, `mutation{podStop(input:{podId:"${pod.id}"}){id}}`);
    await ask(simulation, `mutation{podEditJob(input:{podId:"${pod.id}",imageName:"web:9"}){id}}`);
    expect(await look(simulation, pod.id)).toMatchObject({ imageName: 'web:9', desiredStatus: 'EXITED' });
    await terminate(pod.id);
  });

  async function bootIdOf(podId: string): Promise<string> {
    const answer = await eventually(async () => {
      const tried = await fetch(proxied(simulation, podId, 80, '/health.json'));
      return tried.status === 200 ? tried : null;
    });
    return ((await answer.json()) as { readonly bootId: string }).bootId;
  }
});

describe('a rent that is refused', () => {
  it('for want of capacity, byte for byte as RunPod answers', async () => {
    await plant(simulation, { action: 'no-capacity' });
    const { myself } = await ask(simulation, '{myself{id}}');
    const { status, text } = await rentRefused(simulation, {});
    expect(status).toBe(200);
    expect(text.trim()).toBe(
      `{"errors":[{"message":"There are no longer any instances available with the requested specifications. Please refresh and try again.","path":["podFindAndDeployOnDemand"],"extensions":{"code":"SUPPLY_CONSTRAINT","userId":"${(myself as { readonly id: string }).id}"}}],"data":{"podFindAndDeployOnDemand":null}}`,
    );
    await plant(simulation, { action: 'have-capacity' });
    await plant(simulation, { action: 'no-capacity', dataCenterId: 'EU-SE-1', how: 'null' });
    const nothing = await rentRefused(simulation, { dataCenterId: 'EU-SE-1' });
    expect(nothing.text.trim()).toBe('{"data":{"podFindAndDeployOnDemand":null}}');
    await plant(simulation, { action: 'have-capacity' });
  });

  it('for want of an hour’s worth of credit', async () => {
    await plant(simulation, { action: 'set-balance', dollars: 0.5 });
    expect((await rentRefused(simulation, {})).text).toContain('balance is too low');
    await plant(simulation, { action: 'set-balance', dollars: 400 });
    const { myself } = await ask(simulation, '{myself{clientBalance}}');
    expect((myself as { readonly clientBalance: number }).clientBalance).toBeCloseTo(400, 1);
  });

  it('for our own errors, which are not for want of room', async () => {
    for (const changes of [
      { gpuTypeId: 'NVIDIA Abacus' },
      { imageName: null },
      { templateId: 'unheardof1' },
      { networkVolumeId: 'unheardof2' },
    ])
      expect((await rentRefused(simulation, changes)).text).toContain('"code":"INTERNAL_SERVER_ERROR"');
    for (const changes of [{ gpuTypePriority: 'x' }, { interruptible: true }])
      expect((await rentRefused(simulation, changes)).status).toBe(400);
  });

  it('by a bid below the floor, and not by one above it', async () => {
    const bid = (dollars: number) =>
      `mutation{podRentInterruptable(input:{name:"spot",imageName:"web:1",gpuTypeId:"NVIDIA L40S",gpuCount:1,bidPerGpu:${dollars},containerDiskInGb:10,ports:"80/http"}){id podType costPerHr}}`;
    expect(await refused(simulation, bid(0.1))).toMatchObject({
      status: 200,
      error: { message: expect.stringContaining('with the request specifications') },
    });
    const { podRentInterruptable } = await ask(simulation, bid(0.5));
    expect(podRentInterruptable).toMatchObject({ podType: 'INTERRUPTABLE', costPerHr: 0.5 });
    await terminate((podRentInterruptable as { readonly id: string }).id);
  });

  it('to whoever has no key of the account', async () => {
    const body = { query: rentQuery, variables: { input: wish() } };
    expect((await post(simulation, body, { authorization: '' })).text).toContain('Unauthorized');
  });
});

describe('answers that are lost', () => {
  it('leave the pod behind, which is found again by its variable', async () => {
    await plant(simulation, { action: 'lose-answers', count: 2 });
    const env = [{ key: 'POD_ENGINE_DEPLOY_ID', value: 'lost-1' }];
    await expect(rent(simulation, { env })).rejects.toThrow();
    // Questions are answered all the same.
    expect(await listed(simulation)).toBeInstanceOf(Array);
    await plant(simulation, { action: 'lose-answers', count: 1, how: 'html' });
    const page = await rentRefused(simulation, { env });
    expect([page.status, page.text]).toEqual([502, expect.stringContaining('<html>')]);
    const found = await eventually(async () => {
      const { myself } = await ask(simulation, '{myself{pods{id env}}}');
      const { pods } = myself as { readonly pods: readonly { id: string; env: readonly string[] }[] };
      const ours = pods.filter((pod) => pod.env.includes('POD_ENGINE_DEPLOY_ID=lost-1'));
      return ours.length === 2 ? ours : null;
    });
    for (const { id } of found) await terminate(id);
  });
});

describe('starts that go wrong', () => {
  it('an image that cannot be pulled: exited by RunPod, and no word why', async () => {
    await plant(slow, { action: 'fail-pull', image: 'broken' });
    const pod = await rent(slow, { imageName: 'registry/broken:1' });
    expect((await look(slow, pod.id))?.desiredStatus).toBe('RUNNING');
    const dead = await eventually(async () => {
      const seen = await look(slow, pod.id);
      return seen?.desiredStatus === 'EXITED' ? seen : null;
    });
    expect(dead.lastStatusChange).toMatch(/^Exited by Runpod: \w{3} \w{3} \d{2} \d{4}/);
    const other = await rent(slow, { imageName: 'registry/sound:1' });
    await sshPortOf(other.id, slow);
    await plant(slow, { action: 'pull-well' });
    for (const { id } of [pod, other]) await terminate(id, slow);
  });

  it('a slow pull: no runtime for so long', async () => {
    await plant(simulation, { action: 'slow-pull', seconds: 1.5 });
    const beganMs = Date.now();
    const pod = await rent(simulation);
    await sshPortOf(pod.id);
    expect(Date.now() - beganMs).toBeGreaterThan(1500);
    await plant(simulation, { action: 'pull-well' });
    await terminate(pod.id);
  });

  it('a container that ends again and again: RUNNING all the while, with an uptime that falls back', async () => {
    await plant(simulation, { action: 'crash-loop', image: 'crashing' });
    const pod = await rent(simulation, { imageName: 'registry/crashing:1' });
    let withRuntime = 0;
    let without = 0;
    await eventually(async () => {
      const seen = await look(simulation, pod.id);
      expect(seen?.desiredStatus).toBe('RUNNING');
      const hasRuntime = seen?.runtime != null;
      if (hasRuntime && without >= withRuntime) withRuntime++;
      if (!hasRuntime && withRuntime > without) without++;
      return without >= 2 ? true : null;
    });
    await plant(simulation, { action: 'pull-well' });
    await terminate(pod.id);
  });
});

describe('the market', () => {
  const offer = async (input: string) => {
    const { gpuTypes } = await ask(
      simulation,
      `{gpuTypes(input:{id:"NVIDIA L40S"}){lowestPrice(input:${input}){stockStatus uninterruptablePrice minimumBidPrice availableGpuCounts}}}`,
    );
    return (gpuTypes as readonly { readonly lowestPrice: unknown }[])[0]?.lowestPrice;
  };

  it('says what the admin route has told it, by data centre', async () => {
    await plant(simulation, { action: 'set-stock', stock: 'High' });
    await plant(simulation, { action: 'set-stock', stock: 'None', dataCenterId: 'EU-RO-1' });
    await plant(simulation, { action: 'set-price', dollars: 2, gpuTypeId: 'NVIDIA L40S' });
    expect(await offer('{gpuCount:2,secureCloud:true}')).toMatchObject({
      stockStatus: 'High',
      uninterruptablePrice: 4,
      availableGpuCounts: [1, 2, 4, 8],
    });
    expect(await offer('{gpuCount:1,dataCenterId:"EU-RO-1"}')).toMatchObject({
      stockStatus: 'None',
      uninterruptablePrice: null,
      availableGpuCounts: [],
    });
    const pod = await rent(simulation);
    expect(pod.costPerHr).toBe(2);
    await terminate(pod.id);
  });

  it('refuses what it does not know', async () => {
    await expect(
      plant(simulation, { action: 'set-stock', stock: 'High', gpuTypeId: 'NVIDIA Abacus' }),
    ).rejects.toThrow('is no GPU type');
    await expect(plant(simulation, { action: 'set-balance' })).rejects.toThrow('Say the balance');
  });
});
