/** Every path that is served, asked well and badly: each answer fits RunPod's own description. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { described, idOf, rest, wanted } from './resting.ts';

let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 7, port: 0, light: true });
});
afterAll(() => simulation.stop());

describe.skipIf(described === null)('REST v2 against its description', () => {
  it('shows pods of every kind as it says', async () => {
    const { status, body } = await rest(simulation, '/pods');
    expect(status).toBe(200);
    expect(body.pods).toHaveLength(12);
    for (const { id } of simulation.pods) expect((await rest(simulation, `/pods/${id}`)).status).toBe(200);
  });

  it.each([
    ['/account/ssh-keys', 200],
    ['/account/secrets', 200],
    ['/templates', 200],
    ['/templates/runpod-torch-v280', 200],
    ['/templates/nobodys', 404],
    ['/network-volumes', 200],
    ['/network-volumes/nobodys', 404],
    ['/registries', 200],
    ['/registries/nobodys', 404],
    ['/registries/delegations', 200],
    ['/catalog/gpus', 200],
    ['/catalog/gpus?include=AVAILABILITY&product=POD', 200],
    [
      '/catalog/gpus?include=AVAILABILITY&product=POD&count=2&cloud=COMMUNITY&countryCodes=US,SE&minCudaVersion=12',
      200,
    ],
    ['/catalog/gpus?include=AVAILABILITY&product=POD&cudaVersions=9.9', 200],
    ['/catalog/gpus?include=AVAILABILITY', 400],
    ['/catalog/gpus?product=POD', 400],
    ['/catalog/gpus?count=2', 400],
    ['/catalog/gpus?include=AVAILABILITY&product=POD&countryCodes=us', 422],
    ['/catalog/gpus?include=AVAILABILITY&product=POD&cudaVersions=12', 422],
    ['/catalog/gpus?include=AVAILABILITY&product=POD&cudaVersions=12.8&minCudaVersion=12', 400],
    ['/catalog/gpus/NVIDIA%20L40S?include=AVAILABILITY&product=POD', 200],
    ['/catalog/gpus/nobodys', 404],
    ['/catalog/cpus', 200],
    ['/catalog/cpus?include=AVAILABILITY&product=POD&vcpuCount=4', 200],
    ['/catalog/cpus?include=AVAILABILITY&product=POD&vcpuCount=5', 422],
    ['/catalog/cpus/cpu5c', 200],
    ['/catalog/cpus/nobodys', 404],
    ['/catalog/datacenters', 200],
    ['/catalog/datacenters?include=GPU_AVAILABILITY,CPU_AVAILABILITY&regions=EUROPE', 200],
    ['/catalog/datacenters?regions=ATLANTIS', 422],
    ['/catalog/datacenters/EU-RO-1?include=GPU_AVAILABILITY', 200],
    ['/catalog/datacenters/XX-1', 404],
    ['/catalog/templates', 200],
    ['/catalog/templates?source=community', 200],
    ['/catalog/templates?source=mine', 422],
    ['/billing', 200],
    ['/billing?bucketSize=hour&lastN=3', 200],
    ['/billing?bucketSize=minute', 422],
    ['/billing?lastN=3&startTime=2026-01-01T00:00:00Z', 400],
    ['/billing?startTime=yesterday', 422],
    ['/billing/pods', 200],
    ['/billing/pods?bucketSize=hour&lastN=2', 200],
    ['/billing/network-volumes', 200],
    ['/billing/serverless', 200],
    ['/billing/endpoints', 200],
    ['/billing/clusters', 200],
    ['/clusters', 200],
    ['/clusters/nobodys', 404],
    ['/serverless', 200],
    ['/serverless/nobodys', 404],
    ['/pods/nobodys', 404],
    ['/pods/nobodys/logs', 404],
    ['/pods?limit=0', 422],
    ['/pods?cursor=nobodys', 422],
  ])('GET %s: %i', async (path, status) => {
    expect((await rest(simulation, path)).status).toBe(status);
  });

  it('a pod from its making to its end', async () => {
    const made = await rest(simulation, '/pods', { method: 'POST', body: wanted() });
    expect(made.status).toBe(201);
    const path = `/pods/${idOf(made)}`;
    const act = (action: string) => rest(simulation, `${path}/action`, { method: 'POST', body: { action } });
    expect((await act('start')).status).toBe(409);
    expect((await act('jump')).status).toBe(422);
    for (const action of ['restart', 'stop', 'start']) expect((await act(action)).status).toBe(200);
    const change = (body: unknown) => rest(simulation, path, { method: 'PATCH', body });
    expect((await change({ name: 'web-2', env: { A: '1' } })).status).toBe(200);
    expect((await change({ bogus: 1 })).status).toBe(422);
    expect((await change({ mounts: { network: [] } })).status).toBe(400);
    expect((await change('{')).status).toBe(400);
    expect((await act('terminate')).status).toBe(204);
    expect((await rest(simulation, path, { method: 'DELETE' })).status).toBe(404);
    const other = await rest(simulation, '/pods', { method: 'POST', body: wanted() });
    expect((await rest(simulation, `/pods/${idOf(other)}`, { method: 'DELETE' })).status).toBe(204);
  });

  it.each([
    ['an unknown key', wanted({ gpuTypeId: 'x' }), 422],
    ['no name', { ...wanted(), name: undefined }, 422],
    ['no image', { ...wanted(), image: undefined }, 422],
    ['a template that is not there', wanted({ templateId: 'nobodys' }), 404],
    ['neither card nor CPU', wanted({ gpu: undefined }), 400],
    ['a card that nobody has', wanted({ gpu: { id: 'Voodoo 2' } }), 400],
    [
      'a CPU pod, of which there are none',
      wanted({ gpu: undefined, cpu: { id: 'cpu5c', vcpuCount: 4 } }),
      400,
    ],
    [
      'both mounts',
      wanted({ mounts: { persistent: { size: 10, path: '/a' }, network: [{ volumeId: 'x', path: '/b' }] } }),
      400,
    ],
    ['no disk', wanted({ disk: undefined }), 400],
    ['CUDA that no host has', wanted({ gpu: { id: 'NVIDIA L40S', minCudaVersion: '13.5' } }), 400],
    ['a data centre that is not there', wanted({ dataCenterIds: ['eu-ro-1'] }), 400],
    ['a port that is none', wanted({ ports: ['http'] }), 400],
  ])('POST /pods with %s', async (_, body, status) => {
    expect((await rest(simulation, '/pods', { method: 'POST', body })).status).toBe(status);
  });

  it('templates, volumes, credentials, keys and secrets, from their making to their end', async () => {
    const made = async (path: string, body: unknown) => {
      const answer = await rest(simulation, path, { method: 'POST', body });
      expect(answer.status).toBe(201);
      return `${path}/${idOf(answer)}`;
    };
    const template = await made('/templates', {
      name: 't',
      image: 'x/y:1',
      mounts: { persistent: { size: 20, path: '/w' } },
    });
    const volume = await made('/network-volumes', { name: 'v', size: 20, dataCenter: 'EU-RO-1' });
    const registry = await made('/registries', { name: 'r', username: 'u', password: 'p' });
    const secret = await made('/account/secrets', { name: 'S', value: 'v' });
    for (const [path, good, bad] of [
      [template, { name: 't2', ports: [] }, { serverless: 'no' }],
      [volume, { size: 30 }, { size: 1 }],
    ] as const) {
      expect((await rest(simulation, path, { method: 'PATCH', body: good })).status).toBe(200);
      expect((await rest(simulation, path, { method: 'PATCH', body: bad })).status).toBe(422);
    }
    expect((await rest(simulation, volume, { method: 'PATCH', body: { size: 20 } })).status).toBe(400);
    expect((await rest(simulation, registry)).text).not.toContain('"p"');
    for (const path of [template, volume, registry, secret])
      expect((await rest(simulation, path, { method: 'DELETE' })).status).toBe(204);
    for (const path of [template, volume, registry, secret])
      expect((await rest(simulation, path, { method: 'DELETE' })).status).toBe(404);
    const keys = ['ssh-ed25519 AAAAC3Nza me@example.com'];
    const put = (body: unknown) => rest(simulation, '/account/ssh-keys', { method: 'PUT', body });
    expect((await put({ keys })).body).toEqual({ keys });
    expect((await put({ keys: ['no key'] })).status).toBe(422);
    expect((await rest(simulation, '/account/ssh-keys')).body).toEqual({ keys });
  });
});
