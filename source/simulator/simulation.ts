/** A RunPod and its pods on this machine, for demonstrations and tests: everything on loopback, nothing outside it. */
import { type Clock, systemClock } from '../base/clock.ts';
import { castOf, type PodPlan } from './cast/index.ts';
import { letters, mix } from './chance.ts';
import type { AccountKeys } from './cloud/account.ts';
import { startApiServer } from './cloud/api-server.ts';
import { createDesk, type Desk } from './cloud/desk.ts';
import { createEdges } from './cloud/edge.ts';
import { createMarket } from './cloud/market.ts';
import { createRoot } from './cloud/root-fields.ts';
import { createSecrets } from './cloud/secrets.ts';
import { type Containers, createContainerMaker, type FromImage } from './container-pods/container-pods.ts';
import { mostContainers } from './container-pods/most-containers.ts';
import { createLogFaults } from './logs/log-faults.ts';
import { podApiKeyOf } from './machine/facts.ts';
import { type CloudPod, isContainer } from './pod/cloud-pod.ts';
import { type Timings, usualTimings } from './pod/life.ts';
import { createPulls, type Pulls } from './pod/pulls.ts';
import { declares } from './pod/settings.ts';
import { createPod } from './pod/simulated-pod.ts';
import type { PodSurroundings } from './pod/surroundings.ts';
import { createRateWindows } from './rest/rate-windows.ts';
import { restRoutes } from './rest/rest-routes.ts';
import { startSshProxy } from './ssh-proxy/ssh-proxy.ts';

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
  /** A start gives a pod another port. null: it does not run, or has none that is public. */
  readonly sshPort: number | null;
  /** Where a container's site is published; null for a pod made of text. */
  readonly httpPort: number | null;
};

export type Simulation = {
  /** e.g. `http://127.0.0.1:41234/graphql`. */
  readonly url: string;
  /** REST v2's, without the path of a resource: `http://127.0.0.1:41234/rest/v2`. */
  readonly restUrl: string;
  readonly apiKey: string;
  /** What RunPod's proxy is here, for every pod's HTTP ports: `http://127.0.0.1:41234/proxy/{podId}/{port}`. */
  readonly proxyUrl: string;
  /** Where RunPod's SSH proxy is here: `127.0.0.1:41235`. */
  readonly sshProxy: string;
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

  const desk = createDesk({
    ...{ seed, clock, timings, host, pods, market, secrets, keys, addPod },
    hasPast: fromImage === undefined && pods.length > 0,
    mostRented: containers === undefined ? mostMachines : mostContainers,
  });
  const sshProxy = await startSshProxy({ host, pods });
  const { server, apiKey } = await serveDesk(desk, {
    ...{ host, port: options.port, podKeys, pulls, timings },
    sshProxyPort: sshProxy.port,
  });
  const stop = async () => {
    desk.guards.close();
    await Promise.all([server.close(), sshProxy.close()]);
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
  const { url, restUrl, proxyUrl } = server;
  const sshProxyAt = `${host}:${sshProxy.port}`;
  return { url, restUrl, apiKey, proxyUrl, sshProxy: sshProxyAt, pods: podsNow(), podsNow, stop };
}

/** Both wires, the proxy to the pods, the images, and the door for faults, on one port. */
async function serveDesk(
  desk: Desk,
  options: {
    readonly host: string;
    readonly port: number;
    readonly podKeys: ReadonlyMap<string, string>;
    readonly pulls: Pulls;
    readonly timings: Timings;
    readonly sshProxyPort: number;
  },
) {
  const { host, port, podKeys, pulls, timings } = options;
  const { clock, pods } = desk;
  const edges = createEdges();
  const rates = createRateWindows(() => clock.wallMs());
  const logFaults = createLogFaults();
  const routes = restRoutes({ ...desk, logFaults, sshProxy: { host, port: options.sshProxyPort } });
  const apiKey = `rpa_${letters(mix(desk.seed, 52), { length: 42, alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' })}`;
  const server = await startApiServer({
    ...{ host, port, clock, edges, apiKey, podKeys },
    root: createRoot(desk),
    rest: { routes, rates },
    admin: { ...desk, edges, pulls, logFaults, rates },
    proxy: { pods, host, answerTimeoutMs: timings.proxyMs },
  });
  return { server, apiKey };
}

/** Machines made of text that may be rented beside the first ones. */
const mostMachines = 500;

function podsOfText({ pods, seed, light = false }: SimulationOptions, surroundings: PodSurroundings) {
  return castOf({ pods, seed, light }).map((plan): CloudPod => createPod(plan, surroundings));
}

function summaryOf(pod: CloudPod, host: string): PodSummary {
  return {
    id: pod.plan.id,
    name: pod.tags.name,
    sshHost: host,
    sshPort: declares(pod.settings(), 22, 'tcp') ? pod.sshPort() : null,
    httpPort: isContainer(pod) ? pod.container.httpPort() : null,
  };
}
