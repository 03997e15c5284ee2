/** How the tests rent pods of a simulation, and look at them: by plain queries. */
import type { Simulation } from '../../../../source/simulator/simulation.ts';
import { ask, post } from '../asking.ts';

export const rentQuery =
  'mutation($input:PodFindAndDeployOnDemandInput!){podFindAndDeployOnDemand(input:$input){id name imageName desiredStatus costPerHr gpuCount env machineId machine{podHostId gpuTypeId dataCenterId}}}';

/** Short enough for a test, long enough to be seen. */
export const quickTimings = {
  containerMs: 300,
  portsMs: 200,
  sshdMs: 100,
  stalePortMs: 300,
  staleRuntimeMs: 500,
  listLagMs: 600,
  pullFailureMs: 400,
  crashAfterMs: 400,
  restartMs: 200,
  templateUseMs: 700,
  proxyMs: 800,
};

export function wish(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: 'web',
    imageName: '127.0.0.1:5000/web:1.2.3',
    gpuTypeId: 'NVIDIA L40S',
    gpuCount: 1,
    cloudType: 'SECURE',
    containerDiskInGb: 20,
    volumeInGb: 10,
    volumeMountPath: '/data',
    ports: '80/http,22/tcp',
    env: [{ key: 'POD_ENGINE_DEPLOY_ID', value: 'deploy-1' }],
    ...changes,
  };
}

export type Rented = {
  readonly id: string;
  readonly name: string;
  readonly imageName: string;
  readonly desiredStatus: string;
  readonly costPerHr: number;
  readonly gpuCount: number;
  readonly env: readonly string[];
  readonly machine: { readonly gpuTypeId: string; readonly dataCenterId: string };
};

export async function rent(
  simulation: Simulation,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Rented> {
  const { podFindAndDeployOnDemand } = await ask(simulation, rentQuery, { input: wish(changes) });
  return podFindAndDeployOnDemand as Rented;
}

/** The first error of a rent that is refused, or what came in its place. */
export async function rentRefused(
  simulation: Simulation,
  changes: Readonly<Record<string, unknown>>,
): Promise<{ readonly status: number; readonly text: string }> {
  return post(simulation, { query: rentQuery, variables: { input: wish(changes) } });
}

export type Looked = {
  readonly imageName: string;
  readonly desiredStatus: string;
  readonly lastStatusChange: string;
  readonly env: readonly string[];
  readonly ports: string;
  readonly containerDiskInGb: number;
  readonly dockerArgs: string;
  readonly runtime: {
    readonly uptimeInSeconds: number;
    readonly ports: readonly { readonly privatePort: number; readonly publicPort: number }[] | null;
  } | null;
};

export async function look(simulation: Simulation, podId: string): Promise<Looked | null> {
  const query = `{pod(input:{podId:"${podId}"}){imageName desiredStatus lastStatusChange env ports containerDiskInGb dockerArgs runtime{uptimeInSeconds ports{privatePort publicPort}}}}`;
  return (await ask(simulation, query)).pod as Looked | null;
}

export function proxied(simulation: Simulation, podId: string, port: number, path: string): string {
  return `${simulation.proxyUrl.replace('{podId}', podId).replace('{port}', String(port))}${path}`;
}

export async function listed(simulation: Simulation): Promise<readonly string[]> {
  const { myself } = await ask(simulation, '{myself{pods{id}}}');
  return (myself as { readonly pods: readonly { readonly id: string }[] }).pods.map(({ id }) => id);
}
