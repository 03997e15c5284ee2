/** What does not change while a container runs: its limits, its host, its names. */
import type { PodPlan } from '../cast/index.ts';
import { fraction, letters, mix } from '../chance.ts';
import { type GpuModel, gpuModels } from './gpu-models.ts';

export const gibibyte = 1024 ** 3;

export type MachineFacts = {
  readonly plan: PodPlan;
  readonly model: GpuModel;
  /** Counts the container's starts; with each come a new boot id and new host keys. */
  readonly bootNumber: number;
  readonly bootId: string;
  readonly hostname: string;
  readonly hostCores: number;
  readonly hostMemoryBytes: number;
  readonly cpuModel: string;
  readonly cpuLimitCores: number;
  /** Community machines share their CPUs without a quota. */
  readonly cpuQuota: boolean;
  readonly memoryLimitBytes: number;
  /** How long the container had been up in second 0 of its script. */
  readonly uptimeAtZeroSeconds: number;
  readonly hostUptimeAtZeroSeconds: number;
  readonly gpuUuids: readonly string[];
  readonly gpuBusIds: readonly string[];
  readonly podApiKey: string;
};

const hexadecimal = '0123456789abcdef';

export function factsOf(options: {
  readonly plan: PodPlan;
  readonly bootNumber: number;
  readonly uptimeAtZeroSeconds: number;
}): MachineFacts {
  const { plan, bootNumber } = options;
  const { seed, hardware } = plan;
  const bootSeed = mix(seed, bootNumber, 11);
  return {
    plan,
    model: gpuModels[hardware.gpu],
    bootNumber,
    bootId: identifier(bootSeed),
    hostname: letters(bootSeed, { length: 12, alphabet: hexadecimal }),
    hostCores: plan.light ? 16 : Math.max(32, Math.ceil((hardware.vcpuCount * 1.25) / 32) * 32),
    hostMemoryBytes: Math.max(128, Math.ceil((hardware.memoryGigabytes * 1.3) / 128) * 128) * gibibyte,
    cpuModel:
      hardware.cloud === 'secure'
        ? 'AMD EPYC 9354 32-Core Processor'
        : 'AMD Ryzen Threadripper 3970X 32-Core Processor',
    cpuLimitCores: hardware.vcpuCount,
    cpuQuota: hardware.cloud === 'secure',
    memoryLimitBytes: hardware.memoryGigabytes * 1_000_000_000,
    uptimeAtZeroSeconds: options.uptimeAtZeroSeconds,
    hostUptimeAtZeroSeconds:
      options.uptimeAtZeroSeconds + 86_400 + Math.floor(fraction(seed, 12) * 5_000_000),
    gpuUuids: Array.from(
      { length: hardware.gpuCount },
      (_, card) => `GPU-${identifier(mix(seed, card, 13))}`,
    ),
    gpuBusIds: Array.from({ length: hardware.gpuCount }, (_, card) => busId(seed, card)),
    podApiKey: podApiKeyOf(plan),
  };
}

/** The key that RunPod puts into every pod; it may read and stop that pod alone. Made up here, as everything is. */
export function podApiKeyOf(plan: PodPlan): string {
  return `rpa_${letters(mix(plan.seed, 14), { length: 42, alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' })}`;
}

function identifier(seed: number): string {
  const digits = letters(seed, { length: 32, alphabet: hexadecimal });
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

function busId(seed: number, card: number): string {
  const first = 1 + (mix(seed, 15) % 16);
  return `00000000:${(first + card * 0x12).toString(16).padStart(2, '0').toUpperCase()}:00.0`;
}
