/** Starts the container of one run as RunPod does: its variables, its ports on free ones of this machine, its limits, its volume. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { PodPlan } from '../cast/index.ts';
import { podApiKeyOf } from '../machine/facts.ts';
import { type Engine, type EngineAnswer, lastLine } from './engine.ts';
import type { PodImage } from './image.ts';
import { ownerLabel, ownerName } from './owner.ts';

export type RunningContainer = { readonly id: string; readonly sshPort: number; readonly httpPort: number };
export type ContainerStart =
  | { readonly ok: true; readonly container: RunningContainer }
  | { readonly ok: false; readonly reason: string };

export type ContainerOptions = {
  readonly engine: Engine;
  readonly image: PodImage;
  readonly plan: PodPlan;
  readonly host: string;
  readonly publicKey: string;
};

/** A free port may be taken by somebody else before the engine has it. */
const mostTries = 3;

export async function runContainer(options: ContainerOptions): Promise<ContainerStart> {
  let limits = true;
  for (let tries = 1; ; tries++) {
    const ports = { sshPort: await freePort(options.host), httpPort: await freePort(options.host) };
    const answer = await start(options, ports, limits);
    const id = answer.stdout.trim().split('\n').at(-1) ?? '';
    if (answer.code === 0 && id !== '') return { ok: true, container: { id, ...ports } };
    const lost = /address already in use|port is already allocated/i.test(answer.stderr);
    // An engine without root on an older kernel has no say over cgroups; a pod without limits is better than none.
    const refusesLimits = limits && /cgroup|--memory|--cpus|resource limits?/i.test(answer.stderr);
    if (tries === mostTries || !(lost || refusesLimits))
      return { ok: false, reason: whyNot(options, answer) };
    if (refusesLimits) limits = false;
  }
}

function whyNot({ engine, image }: ContainerOptions, answer: EngineAnswer): string {
  return `${engine.program} cannot run "${image.name}": ${lastLine(answer.stderr)}`;
}

/** Each simulator's own: those of one seed have pods of the same ids. */
export function volumeName(plan: PodPlan): string {
  return `pod-engine-${process.pid}-${plan.id}`;
}

async function start(
  options: ContainerOptions,
  ports: { readonly sshPort: number; readonly httpPort: number },
  limits: boolean,
): Promise<EngineAnswer> {
  const { engine, image, plan, host } = options;
  const { vcpuCount, memoryGigabytes } = plan.hardware;
  const label = ['--label', `${ownerLabel}=${ownerName()}`];
  const variables = variablesOf(options, ports.sshPort);
  return engine.run(
    [
      ...['run', '--detach', '--pull', 'never', ...label],
      ...Object.keys(variables).flatMap((name) => ['--env', name]),
      ...['--publish', `${host}:${ports.sshPort}:22`],
      ...['--publish', `${host}:${ports.httpPort}:${image.httpPort}`],
      ...['--volume', `${volumeName(plan)}:/workspace`],
      ...(limits ? ['--memory', `${memoryGigabytes}g`, '--cpus', String(vcpuCount)] : []),
      image.name,
    ],
    variables,
  );
}

/** As RunPod's documentation lists them. */
function variablesOf({ plan, host, publicKey }: ContainerOptions, sshPort: number): Record<string, string> {
  const { hardware } = plan;
  return {
    RUNPOD_POD_ID: plan.id,
    RUNPOD_DC_ID: hardware.dataCenterId,
    RUNPOD_GPU_COUNT: String(hardware.gpuCount),
    RUNPOD_CPU_COUNT: String(hardware.vcpuCount),
    RUNPOD_MEM_GB: String(hardware.memoryGigabytes),
    RUNPOD_PUBLIC_IP: host,
    RUNPOD_TCP_PORT_22: String(sshPort),
    RUNPOD_API_KEY: podApiKeyOf(plan),
    PUBLIC_KEY: publicKey,
  };
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
