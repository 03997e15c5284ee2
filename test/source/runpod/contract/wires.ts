/** The three clouds that one contract holds for, over HTTP against the local RunPod: each wire alone, and both joined. */
import { createSecret } from '../../../../source/base/secret.ts';
import { createAutoCloud } from '../../../../source/runpod/auto/cloud.ts';
import { pairedWires } from '../../../../source/runpod/auto/paired.ts';
import type { CloudResult } from '../../../../source/runpod/cloud.ts';
import type { CreatePod } from '../../../../source/runpod/deploy-cloud.ts';
import { createGraphqlCloud } from '../../../../source/runpod/graphql/cloud.ts';
import { createRestCloud } from '../../../../source/runpod/rest/cloud.ts';
import type { WholeCloud } from '../../../../source/runpod/whole-cloud.ts';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { plant } from '../../simulator/asking.ts';
import { quickTimings } from '../../simulator/cloud/renting.ts';

export const wireNames = ['graphql', 'rest', 'auto'] as const;
export type TestedWire = (typeof wireNames)[number];

export type World = {
  readonly simulation: Simulation;
  readonly clouds: Readonly<Record<TestedWire, WholeCloud>>;
  /** What the joined wires had to say. */
  readonly notes: readonly string[];
  plant(fault: Readonly<Record<string, unknown>>): Promise<void>;
};

export async function openWorld(pods: number): Promise<World> {
  const simulation = await startSimulation({
    pods,
    seed: 7,
    port: 0,
    light: true,
    timings: { ...quickTimings, slowContainerMs: 800 },
  });
  const notes: string[] = [];
  return {
    ...{ simulation, notes, clouds: cloudsOf(simulation, (text) => notes.push(text)) },
    plant: (fault) => plant(simulation, fault),
  };
}

/** New ones, which remember nothing. */
export function cloudsOf(
  simulation: Pick<Simulation, 'url' | 'restUrl' | 'apiKey'>,
  onNote: (text: string) => void = () => undefined,
): World['clouds'] {
  const apiKey = createSecret(simulation.apiKey);
  const usual = { apiKey, version: '0.0.0-test', timeoutMs: 10_000, random: () => 0 };
  const graphql = (more = {}) => createGraphqlCloud({ ...usual, ...more, url: simulation.url });
  const rest = (more = {}) => createRestCloud({ ...usual, ...more, url: simulation.restUrl });
  const made = {
    rest: (hasStandIn: () => boolean) => rest({ hasStandIn }),
    graphql: (hasStandIn: () => boolean) => graphql({ hasStandIn }),
  };
  const auto = createAutoCloud({ ...pairedWires(made, Date.now), nowMs: Date.now, onNote });
  return { graphql: graphql(), rest: rest(), auto };
}

/** The value of an answer that must be good. */
export function answered<Value>(result: CloudResult<Value>): Value {
  if (!result.ok) throw new Error(`${result.code}: ${result.message} ${result.hint}`);
  return result.value;
}

export function wishOf(changes: Partial<CreatePod> = {}): CreatePod {
  return {
    ...{ name: 'made', deployId: 'd-20261125-abcdef', image: 'runpod/pytorch:2.8.0', templateId: null },
    ...{ gpuTypeId: 'NVIDIA L40S', gpuCount: 1, cloud: 'secure', dataCentreId: null, bidPerGpuDollars: null },
    ...{ containerDiskGigabytes: 20, volumeGigabytes: 10, volumeMountPath: '/workspace' },
    ...{ networkVolumeId: null, ports: '22/tcp,8888/http', environment: { MODE: createSecret('fast=1') } },
    ...{ startCommand: null, registryCredentialId: null },
    ...changes,
  };
}
