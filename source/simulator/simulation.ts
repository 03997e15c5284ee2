/** A RunPod and its pods on this machine, for demonstrations and tests: everything on loopback, nothing outside it. */

import { type Clock, systemClock } from '../base/clock.ts';
import { castOf, type PodPlan } from './cast/index.ts';
import { letters, mix } from './chance.ts';
import { type AccountKeys, createLedger } from './cloud/account.ts';
import { startApiServer } from './cloud/api-server.ts';
import { createCatalogue } from './cloud/catalogue.ts';
import { createEdgeFaults } from './cloud/edge.ts';
import { createMarket } from './cloud/market.ts';
import type { PodView } from './cloud/pod-fields.ts';
import { createRoot } from './cloud/root-fields.ts';
import { createSecrets } from './cloud/secrets.ts';
import { createTemplates } from './cloud/templates.ts';
import { type Containers, createContainerMaker, type FromImage } from './container-pods/container-pods.ts';
import { mostContainers } from './container-pods/most-containers.ts';
import { podApiKeyOf } from './machine/facts.ts';
import { type CloudPod, isContainer } from './pod/cloud-pod.ts';
import { type Timings, usualTimings } from './pod/life.ts';
import { createPulls } from './pod/pulls.ts';
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
  /** Pods that are rented become containers of the image that they ask for; else they are machines made of text. */
  readonly containers?: Containers | undefined;
};

export type PodSummary = {
  readonly id: string;
  readonly name: string;
  readonly sshHost: string;
  /** A start gives a pod another port. null: it does not run. */
  readonly sshPort: number | null;
  /** Where a container's site is published; null for a pod made of text. */
  readonly httpPort: number | null;
};

export type Simulation = {
  /** e.g. `http://127.0.0.1:41234/graphql`. */
  readonly url: string;
  readonly apiKey: string;
  /** What RunPod's proxy is here, for every pod's HTTP ports: `http://127.0.0.1:41234/proxy/{podId}/{port}`. */
  readonly proxyUrl: string;
  /** As they were at the beginning. */
  readonly pods: readonly PodSummary[];
  /** As they are, with those that have been rented since, and without those that have been terminated. */
  podsNow(): readonly PodSummary[];
  /** Closes every socket, server and timer. */
  stop(): Promise<void>;
};

/**
 * Resolves when every pod that runs from the beginning can be reached. Rejects when the API's port is taken, and with a
 * `ContainerFailure` when there is no container engine or the pods cannot be made from the image.
 */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { seed, host = '127.0.0.1', clock = systemClock, fromImage, containers } = options;
  const timings = { ...usualTimings, ...options.timings };
  const wallMs = () => clock.wallMs();
  const market = createMarket({ seed, wallMs });
  const secrets = createSecrets({ seed, wallMs });
  const keys: AccountKeys = { publicKey: (fromImage ?? containers)?.publicKey ?? '' };
  const pulls = createPulls();
  const account = { publicKey: () => keys.publicKey, secret: secrets.valueOf };
  const surroundings: PodSurroundings = { clock, timings, host, pulls, account };
  const given = fromImage ?? containers;
  const maker = given === undefined ? null : await createContainerMaker(given, surroundings);
  const pods: CloudPod[] =
    maker === null || fromImage === undefined
      ? podsOfText(options, surroundings)
      : await maker.podsOf(fromImage.image, { pods: options.pods, seed });
  const podKeys = new Map(pods.map(({ plan }) => [podApiKeyOf(plan), plan.id]));

  function addPod(plan: PodPlan): CloudPod {
    const isText = maker === null || containers === undefined;
    const pod = isText ? createPod(plan, surroundings) : maker.podOf(plan);
    pods.push(pod);
    podKeys.set(podApiKeyOf(plan), plan.id);
    if (isContainer(pod)) pod.rent();
    else void pod.enter();
    return pod;
  }

  const catalogue = createCatalogue(market);
  const rates = new Map<string, number>();
  const view: PodView = { clock, timings, host, catalogue, rateOf: (podId) => rates.get(podId) ?? null };
  const edge = createEdgeFaults();
  const userId = `user_${letters(mix(seed, 51), { length: 24, alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' })}`;
  const apiKey = `rpa_${letters(mix(seed, 52), { length: 42, alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' })}`;
  const templates = createTemplates({ seed, pods, useMs: timings.templateUseMs, wallMs });
  const ledger = createLedger({ pods, userId, keys, templates, secrets, clock, view });
  const root = createRoot({
    seed,
    userId,
    pods,
    view,
    market,
    templates,
    secrets,
    ledger,
    addPod,
    mostRented: containers === undefined ? mostMachines : mostContainers,
    setRate: (podId, dollars) => rates.set(podId, dollars),
  });
  const server = await startApiServer({
    host,
    port: options.port,
    clock,
    root,
    edge,
    admin: { pods, edge, clock, market, pulls, ledger },
    proxy: { pods, host, answerTimeoutMs: timings.proxyMs },
    apiKey,
    podKeys,
  });
  const stop = async () => {
    await server.close();
    await Promise.all(pods.map((pod) => pod.close()));
    await maker?.close();
  };
  try {
    await Promise.all(pods.map((pod) => pod.enter()));
  } catch (error) {
    await stop();
    throw error;
  }
  const podsNow = () => pods.filter((pod) => !pod.life().terminated).map((pod) => summaryOf(pod, host));
  return { url: server.url, apiKey, proxyUrl: server.proxyUrl, pods: podsNow(), podsNow, stop };
}

/** Machines made of text that may be rented beside the first ones. */
const mostMachines = 500;

function podsOfText({ pods, seed, light = false }: SimulationOptions, surroundings: PodSurroundings) {
  return castOf({ pods, seed, light }).map((plan): CloudPod => createPod(plan, surroundings));
}

function summaryOf(pod: CloudPod, host: string): PodSummary {
  return {
    id: pod.plan.id,
    name: pod.plan.name,
    sshHost: host,
    sshPort: pod.sshPort(),
    httpPort: isContainer(pod) ? pod.container.httpPort() : null,
  };
}
