/** A RunPod and its pods on this machine, for demonstrations and tests: everything on loopback, nothing outside it. */

import { type Clock, systemClock } from '../base/clock.ts';
import { castOf } from './cast/index.ts';
import { letters, mix } from './chance.ts';
import { createLedger } from './cloud/account.ts';
import { startApiServer } from './cloud/api-server.ts';
import { createCatalogue } from './cloud/catalogue.ts';
import { createEdgeFaults } from './cloud/edge.ts';
import type { PodView } from './cloud/pod-fields.ts';
import { createRoot } from './cloud/root-fields.ts';
import { createContainerPods, type FromImage } from './container-pods/container-pods.ts';
import { podApiKeyOf } from './machine/facts.ts';
import { type CloudPod, isContainer } from './pod/cloud-pod.ts';
import { type Timings, usualTimings } from './pod/life.ts';
import { createPod } from './pod/simulated-pod.ts';
import type { PodSurroundings } from './pod/surroundings.ts';

export type SimulationOptions = {
  readonly pods: number;
  /** The same seed gives the same pods, and the same figures in the same second. */
  readonly seed: number;
  /** Of the API; 0 takes a free one. */
  readonly port: number;
  /** Fewer cards and processes in each pod, for hundreds of them. */
  readonly light?: boolean;
  readonly host?: '127.0.0.1';
  readonly clock?: Clock;
  readonly timings?: Partial<Timings>;
  /** The pods are containers of this image in place of the cast. */
  readonly fromImage?: FromImage | undefined;
};

export type Simulation = {
  /** e.g. `http://127.0.0.1:41234/graphql`. */
  readonly url: string;
  readonly apiKey: string;
  /** As they were at the beginning; a start gives a pod another port. null: it does not run. */
  readonly pods: readonly {
    readonly id: string;
    readonly name: string;
    readonly sshHost: string;
    readonly sshPort: number | null;
    /** Where a container's site is published; null for a pod made of text. */
    readonly httpPort: number | null;
  }[];
  /** Closes every socket, server and timer. */
  stop(): Promise<void>;
};

/**
 * Resolves when every pod that runs from the beginning can be reached. Rejects when the API's port is taken, and with a
 * `ContainerFailure` when the pods cannot be made from the image.
 */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { seed, host = '127.0.0.1', clock = systemClock, fromImage } = options;
  const timings = { ...usualTimings, ...options.timings };
  const pods =
    fromImage === undefined
      ? podsOfText(options, { clock, timings, host })
      : await createContainerPods(fromImage, { pods: options.pods, seed, clock, host });
  const catalogue = createCatalogue({ seed, wallMs: () => clock.wallMs() });
  const bids = new Map<string, number>();
  const view: PodView = { clock, timings, host, catalogue, bidOf: (podId) => bids.get(podId) ?? null };
  const edge = createEdgeFaults();
  const userId = `user_${letters(mix(seed, 51), { length: 24, alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' })}`;
  const apiKey = `rpa_${letters(mix(seed, 52), { length: 42, alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' })}`;
  const ledger = createLedger({ pods, userId, publicKey: fromImage?.publicKey ?? '', clock, view });
  const root = createRoot({ pods, ledger, view, setBid: (podId, bid) => bids.set(podId, bid) });
  const podKeys = new Map(pods.map(({ plan }) => [podApiKeyOf(plan), plan.id]));
  const admin = { pods, edge, clock };
  const server = await startApiServer({
    host,
    port: options.port,
    clock,
    root,
    edge,
    admin,
    apiKey,
    podKeys,
  });
  const stop = async () => {
    await Promise.all([server.close(), ...pods.map((pod) => pod.close())]);
  };
  try {
    await Promise.all(pods.map((pod) => pod.enter()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: server.url,
    apiKey,
    pods: pods.map((pod) => ({
      id: pod.plan.id,
      name: pod.plan.name,
      sshHost: host,
      sshPort: pod.sshPort(),
      httpPort: isContainer(pod) ? pod.container.httpPort() : null,
    })),
    stop,
  };
}

function podsOfText(
  { pods, seed, light = false }: SimulationOptions,
  surroundings: PodSurroundings,
): readonly CloudPod[] {
  return castOf({ pods, seed, light }).map((plan) => createPod(plan, surroundings));
}
