/** Starts the container of one run as RunPod does: its variables, its ports on free ones of this machine, its limits, its volume. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { PodPlan } from '../cast/index.ts';
import type { AccountView } from '../pod/account-view.ts';
import { type PodSettings, portsIn } from '../pod/settings.ts';
import { commandOf } from './command-of.ts';
import { type Engine, type EngineAnswer, lastLine } from './engine.ts';
import { engineReference } from './image.ts';
import { ownerLabel, ownerName } from './owner.ts';
import { environmentWords, variablesOf } from './variables.ts';

/** Ports on this machine, by the port inside. */
export type PublishedPorts = ReadonlyMap<number, number>;
export type RunningContainer = { readonly id: string; readonly ports: PublishedPorts };
export type ContainerStart =
  | { readonly ok: true; readonly container: RunningContainer }
  | { readonly ok: false; readonly reason: string };

export type ContainerOptions = {
  readonly engine: Engine;
  readonly plan: PodPlan;
  readonly host: string;
  readonly account: AccountView;
  /** Brings the image here, and says why it cannot; null when it is here. */
  fetchImage(image: string, signal: AbortSignal): Promise<string | null>;
};

/** A free port may be taken by somebody else before the engine has it. */
const mostTries = 3;

export async function runContainer(
  options: ContainerOptions,
  settings: PodSettings,
): Promise<ContainerStart> {
  const command = commandOf(settings.dockerArgs);
  if (command === null)
    return { ok: false, reason: `The start command is not understood: ${settings.dockerArgs}` };
  let limits = true;
  for (let tries = 1; ; tries++) {
    const ports = await freePortsFor(settings, options.host);
    const name = `${volumeName(options.plan)}-${randomUUID().slice(0, 8)}`;
    const answer = await start(options, settings, { name, ports, limits, command });
    const id = answer.stdout.trim().split('\n').at(-1) ?? '';
    if (answer.code === 0 && id !== '') return { ok: true, container: { id, ports } };
    // An engine leaves a container behind that it has made and could not start.
    await options.engine.run(['rm', '--force', name]);
    const lost = /address already in use|port is already allocated/i.test(answer.stderr);
    // An engine without root on an older kernel has no say over cgroups; a pod without limits is better than none.
    const refusesLimits = limits && /cgroup|--memory|--cpus|resource limits?/i.test(answer.stderr);
    if (tries === mostTries || !(lost || refusesLimits))
      return { ok: false, reason: whyNot(options, settings, answer) };
    if (refusesLimits) limits = false;
  }
}

function whyNot({ engine }: ContainerOptions, { image }: PodSettings, answer: EngineAnswer): string {
  return `${engine.program} cannot run "${image}": ${lastLine(answer.stderr)}`;
}

/** Each simulator's own: those of one seed have pods of the same ids. */
export function volumeName(plan: PodPlan): string {
  return `pod-engine-${process.pid}-${plan.id}`;
}

type Start = {
  readonly name: string;
  readonly ports: PublishedPorts;
  readonly limits: boolean;
  readonly command: NonNullable<ReturnType<typeof commandOf>>;
};

async function start(
  { engine, plan, host, account }: ContainerOptions,
  settings: PodSettings,
  { name, ports, limits, command }: Start,
): Promise<EngineAnswer> {
  const { vcpuCount, memoryGigabytes } = plan.hardware;
  const environment = environmentWords(variablesOf({ plan, host, account, settings, ports }));
  const hasVolume = settings.volumeGigabytes > 0 || plan.networkVolumeId !== null;
  return engine.run(
    [
      ...['run', '--detach', '--pull', 'never', '--label', `${ownerLabel}=${ownerName()}`],
      ...['--name', name],
      ...environment.words,
      ...[...ports].flatMap(([inner, outer]) => ['--publish', `${host}:${outer}:${inner}`]),
      ...(hasVolume ? ['--volume', `${volumeName(plan)}:${settings.volumeMountPath}`] : []),
      ...(limits ? ['--memory', `${memoryGigabytes}g`, '--cpus', String(vcpuCount)] : []),
      ...(command.entrypoint === null ? [] : ['--entrypoint', JSON.stringify(command.entrypoint)]),
      engineReference(settings.image),
      ...command.words,
    ],
    environment.values,
  );
}

async function freePortsFor(settings: PodSettings, host: string): Promise<PublishedPorts> {
  const ports = new Map<number, number>();
  for (const { number } of portsIn(settings)) if (!ports.has(number)) ports.set(number, await freePort(host));
  return ports;
}

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error(`Cannot tell a free port on ${host}.`);
  return address.port;
}
