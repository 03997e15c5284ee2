/** The cast: which pods there are for a number and a seed. The same two always give the same pods. */
import { fraction, letters, mix, pick } from '../chance.ts';
import { gpuModels } from '../machine/gpu-models.ts';
import type { PodSettings } from '../pod/settings.ts';
import { diskFilling } from './disk-filling.ts';
import { failingApp } from './failing-app.ts';
import { flapping } from './flapping.ts';
import { gpuLost } from './gpu-lost.ts';
import { idle } from './idle.ts';
import { inference } from './inference.ts';
import { memoryClimb } from './memory-climb.ts';
import { outbid } from './outbid.ts';
import type { Hardware, Role } from './role.ts';
import { slowStart } from './slow-start.ts';
import { stopped } from './stopped.ts';
import { thermal } from './thermal.ts';
import { training } from './training.ts';

/** In the order in which they enter: one pod is a training pod, twelve show every role. */
export const roles: readonly Role[] = [
  training,
  inference,
  idle,
  gpuLost,
  thermal,
  memoryClimb,
  diskFilling,
  failingApp,
  slowStart,
  stopped,
  outbid,
  flapping,
];

/** Who plays when every role has been shown once. */
const extras: readonly [Role, ...Role[]] = [
  training,
  inference,
  inference,
  training,
  idle,
  inference,
  training,
];

const alphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A pod before it has begun: who it is, what it runs on, what it plays. */
export type PodPlan = {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  readonly role: Role;
  readonly hardware: Hardware;
  /** How far the machine's own clock is off. */
  readonly clockSkewMs: number;
  /** Fewer cards, CPUs and processes, for many pods on one machine. */
  readonly light: boolean;
  /** As it was rented; editing it changes them. */
  readonly settings: PodSettings;
  readonly templateId: string | null;
  /** null: its volume, if any, is the machine's own. */
  readonly networkVolumeId: string | null;
};

export function castOf(options: {
  readonly pods: number;
  readonly seed: number;
  readonly light: boolean;
}): PodPlan[] {
  const names = new Set<string>();
  return Array.from({ length: options.pods }, (_, index) => planPod(index, options, names));
}

function planPod(
  index: number,
  options: { readonly seed: number; readonly light: boolean },
  names: Set<string>,
): PodPlan {
  const seed = mix(options.seed, index, 1);
  const first = roles[index];
  const role = first ?? pick(extras, seed, 2);
  const machine = first === undefined ? pick(role.hardware, seed, 3) : role.hardware[0];
  const hardware = withOwnUptime(options.light ? lighten(machine) : machine, seed);
  const id = letters(seed, { length: 14, alphabet: alphanumeric });
  return {
    id,
    name: nameOf(role, hardware, names),
    seed,
    role,
    hardware,
    clockSkewMs: skewOf(index, seed),
    light: options.light,
    settings: settingsOf(hardware, seed),
    templateId: 'runpod-torch-v280',
    networkVolumeId: hardware.volume === 'network' ? `vol${id.slice(0, 7)}` : null,
  };
}

/** RunPod's own image serves Jupyter, and the application beside it. */
function settingsOf(hardware: Hardware, seed: number): PodSettings {
  const password = letters(mix(seed, 32), { length: 20, alphabet: alphanumeric });
  return {
    image: hardware.image,
    ports: '8888/http,22/tcp',
    environment: { JUPYTER_PASSWORD: password, POD_AGENT_APP_PORT: '8000' },
    dockerArgs: '',
    containerDiskGigabytes: hardware.containerDiskGigabytes,
    volumeGigabytes: hardware.volume === 'network' ? 0 : hardware.volumeGigabytes,
    volumeMountPath: '/workspace',
    registryAuthId: null,
    startSsh: true,
  };
}

function withOwnUptime(hardware: Hardware, seed: number): Hardware {
  const { uptimeSeconds } = hardware;
  return uptimeSeconds === 0
    ? hardware
    : { ...hardware, uptimeSeconds: Math.floor(uptimeSeconds * (0.1 + fraction(seed, 4))) };
}

function lighten(hardware: Hardware): Hardware {
  return {
    ...hardware,
    gpuCount: Math.min(2, hardware.gpuCount),
    vcpuCount: Math.min(16, hardware.vcpuCount),
  };
}

function nameOf(role: Role, hardware: Hardware, names: Set<string>): string {
  let number = role.firstNumber;
  const nameWith = (value: number) => `${gpuModels[hardware.gpu].slug}-${role.word}-${value}`;
  while (names.has(nameWith(number))) number++;
  names.add(nameWith(number));
  return nameWith(number);
}

/** Most clocks are good to a second; every tenth machine's is minutes off, as among rented machines some are. */
function skewOf(index: number, seed: number): number {
  const spreadMs = index % 10 === 4 ? 400_000 : 900;
  return Math.round((fraction(seed, 5) - 0.5) * 2 * spreadMs);
}
