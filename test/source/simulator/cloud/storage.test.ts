/** Volumes and credentials over GraphQL, seen over REST; and pods that RunPod stops or ends at a time that was named. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, eventually, refused } from '../asking.ts';
import { rest } from '../rest/resting.ts';
import { look, quickTimings, rent, rentRefused } from './renting.ts';

let simulation: Simulation;
beforeEach(async () => {
  simulation = await startSimulation({ pods: 2, seed: 7, port: 0, light: true, timings: quickTimings });
});
afterEach(() => simulation.stop());

describe('network volumes', () => {
  it('are made, grown and deleted, and both wires see it', async () => {
    const text =
      'mutation($input:CreateNetworkVolumeInput!){createNetworkVolume(input:$input){id size dataCenter{id}}}';
    const input = { name: 'data', size: 50, dataCenterId: 'EU-RO-1' };
    const { createNetworkVolume } = await ask(simulation, text, { input });
    const { id } = createNetworkVolume as { readonly id: string };
    expect(createNetworkVolume).toMatchObject({ size: 50, dataCenter: { id: 'EU-RO-1' } });
    expect((await rest(simulation, `/network-volumes/${id}`)).body).toMatchObject({
      name: 'data',
      dataCenter: 'EU-RO-1',
    });
    await ask(simulation, `mutation{updateNetworkVolume(input:{id:"${id}",size:80}){size}}`);
    expect((await rest(simulation, `/network-volumes/${id}`)).body.size).toBe(80);
    expect(
      await refused(simulation, `mutation{updateNetworkVolume(input:{id:"${id}",size:20}){size}}`),
    ).toMatchObject({
      error: { message: 'A network volume cannot shrink: it has 80 GB.' },
    });
    const pod = await rent(simulation, { networkVolumeId: id, dataCenterId: 'EU-RO-1' });
    expect(await refused(simulation, `mutation{deleteNetworkVolume(input:{id:"${id}"})}`)).toMatchObject({
      error: { message: expect.stringContaining('is used by pod "web"') },
    });
    await ask(simulation, `mutation{podTerminate(input:{podId:"${pod.id}"})}`);
    expect(await ask(simulation, `mutation{deleteNetworkVolume(input:{id:"${id}"})}`)).toEqual({
      deleteNetworkVolume: true,
    });
    expect(JSON.stringify(await ask(simulation, '{myself{networkVolumes{id}}}'))).not.toContain(id);
  });

  it('are not made where there is no storage', async () => {
    const make = 'mutation{createNetworkVolume(input:{name:"a",size:50,dataCenterId:"US-KS-2"}){id}}';
    expect(await refused(simulation, make)).toMatchObject({
      error: { message: 'Data center US-KS-2 has no network storage.' },
    });
  });
});

describe('credentials for registries', () => {
  it('are saved and deleted, and never shown', async () => {
    const text =
      'mutation($input:SaveRegistryAuthInput!){saveRegistryAuth(input:$input){id name registryAuth}}';
    const { saveRegistryAuth } = await ask(simulation, text, {
      input: { name: 'hub', username: 'me', password: 'word' },
    });
    expect(saveRegistryAuth).toMatchObject({ name: 'hub', registryAuth: null });
    const { id } = saveRegistryAuth as { readonly id: string };
    expect((await rest(simulation, '/registries')).body.registries).toEqual([{ id, name: 'hub' }]);
    expect(await ask(simulation, '{myself{containerRegistryCreds{id name}}}')).toEqual({
      myself: { containerRegistryCreds: [{ id, name: 'hub' }] },
    });
    await ask(simulation, `mutation{deleteRegistryAuth(registryAuthId:"${id}")}`);
    expect((await rest(simulation, `/registries/${id}`)).status).toBe(404);
  });
});

describe('stock', () => {
  it('is told alike by both wires', async () => {
    const { dataCenters } = await ask(simulation, '{dataCenters{id gpuAvailability{gpuTypeId stockStatus}}}');
    const { body } = await rest(simulation, '/catalog/datacenters?include=GPU_AVAILABILITY');
    const words = (list: unknown, key: string) =>
      (
        list as readonly {
          readonly id: string;
          readonly gpuAvailability: readonly Record<string, string>[];
        }[]
      ).map(({ id, gpuAvailability }) => [
        id,
        gpuAvailability.map((each) => (each[key] ?? 'NONE').toUpperCase()),
      ]);
    expect(words(body.dataCenters, 'availability')).toEqual(words(dataCenters, 'stockStatus'));
  });
});

describe('a pod that is rented', () => {
  it('for a time is stopped by RunPod, or ended', async () => {
    const soon = new Date(Date.now() + 500).toISOString();
    const stopped = await rent(simulation, { stopAfter: soon });
    const ended = await rent(simulation, { terminateAfter: soon });
    const { lastStatusChange } = await eventually(async () => {
      const pod = await look(simulation, stopped.id);
      return pod?.desiredStatus === 'EXITED' ? pod : null;
    });
    expect(lastStatusChange).toMatch(/^Exited by Runpod/);
    await eventually(async () => ((await look(simulation, ended.id)) === null ? true : null));
  });

  it('for a CUDA version comes to a host that has it, or to none', async () => {
    const { id } = await rent(simulation, { allowedCudaVersions: ['12.4'] });
    expect((await rest(simulation, `/pods/${id}`)).body.cudaVersion).toBe('12.4');
    const { text } = await rentRefused(simulation, { minCudaVersion: '12.11' });
    expect(text).toContain('No compatible CUDA host is currently available.');
  });
});
