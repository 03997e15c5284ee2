/** One pod as a row of the list: flat figures, ready to sort, filter and draw. */
import { type Condition, conditionOf } from './condition.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { PodEntry } from './fleet.ts';
import { isStale, sampleAgeMs } from './freshness.ts';
import { stoppedCostPerHourDollars } from './pod.ts';
import { type PodTelemetry, telemetryAgeMs } from './pod-telemetry.ts';

export type PodRow = Figures & {
  readonly entry: PodEntry;
  readonly id: string;
  readonly name: string;
  /** "8×H100", "CPU" for a pod without cards, or "—" where nobody said. */
  readonly gpuLabel: string;
  readonly gpuCount: number | null;
  readonly region: string | null;
  readonly rental: PodEntry['pod']['rental'];
  /** What it bills now: the pod's price, or its volume's while it is stopped. */
  readonly costPerHourDollars: number | null;
  readonly uptimeSeconds: number | null;
  readonly condition: Condition;
  /** Of the figures; null before the first sample. */
  readonly ageMs: number | null;
  /** The figures are shown, if at all, as old ones. */
  readonly stale: boolean;
  /** Where the figures are RunPod's, as nothing newer has come from the pod itself: all of them are of this reading. */
  readonly told: PodTelemetry | null;
};

const noFigures: Figures = {
  gpuPercent: null,
  gpuMemoryPercent: null,
  temperatureCelsius: null,
  powerWatts: null,
  powerLimitWatts: null,
  cpuPercent: null,
  memoryPercent: null,
  diskPercent: null,
  receivedBytesPerSecond: null,
  sentBytesPerSecond: null,
};

export function podRow(entry: PodEntry, nowMs: number): PodRow {
  const { pod, sample } = entry;
  const active = pod.state.kind === 'running' || pod.state.kind === 'unknown';
  const told = active ? toldInstead(entry) : null;
  const figures = told === null ? ownFigures(entry) : figuresTold(told, pod.gpuCount);
  return {
    ...figures,
    entry,
    id: pod.id,
    name: pod.name,
    gpuLabel: gpuLabelOf(entry),
    gpuCount: pod.gpuCount ?? sample?.frame.gpu?.cards.length ?? null,
    region: pod.region,
    rental: pod.rental,
    costPerHourDollars: billedPerHourDollars(entry),
    uptimeSeconds:
      active && pod.startedAtMs !== null
        ? Math.max(0, (nowMs - pod.startedAtMs) / 1000)
        : uptimeFromSample(entry),
    condition: conditionOf(entry, nowMs),
    ageMs: told === null ? sampleAgeMs(entry, nowMs) : telemetryAgeMs(told, nowMs),
    stale:
      told !== null || isStale(entry, nowMs) || entry.link.kind === 'lost' || entry.link.kind === 'refused',
    told,
  };
}

/** What the pod itself has sent last, however old; nothing of a pod that does not run. */
export function ownFigures({ pod, sample }: PodEntry): Figures {
  const active = pod.state.kind === 'running' || pod.state.kind === 'unknown';
  return active && sample !== null ? figuresOf(sample.frame) : noFigures;
}

/** RunPod's reading, where the link gives nothing and the last sample is older than it. */
function toldInstead({ pod, sample, link }: PodEntry): PodTelemetry | null {
  const telemetry = pod.telemetry ?? null;
  if (telemetry === null || sample === null) return telemetry;
  if (link.kind === 'live' || link.kind === 'stale') return null;
  return (telemetry.measuredAtMs ?? telemetry.toldAtMs) > sample.receivedAtMs ? telemetry : null;
}

/** RunPod's means in the place of the agent's figures; of disks and the network it tells nothing. */
function figuresTold(telemetry: PodTelemetry, gpuCount: number | null): Figures {
  const { cardPowerWatts, gpuPercent, gpuMemoryPercent, temperatureCelsius } = telemetry;
  const { cpuPercent, memoryPercent } = telemetry;
  return {
    ...noFigures,
    ...{ gpuPercent, gpuMemoryPercent, temperatureCelsius, cpuPercent, memoryPercent },
    powerWatts: cardPowerWatts === null || gpuCount === null ? null : cardPowerWatts * gpuCount,
  };
}

/** Dollars per hour that the pod costs as it is now. */
export function billedPerHourDollars(entry: PodEntry): number | null {
  const { state, costPerHourDollars } = entry.pod;
  if (state.kind === 'stopped') return stoppedCostPerHourDollars(entry.pod);
  return state.kind === 'terminated' ? 0 : costPerHourDollars;
}

function gpuLabelOf({ pod, sample }: PodEntry): string {
  const count = pod.gpuCount ?? sample?.frame.gpu?.cards.length ?? null;
  const name = pod.gpuName ?? sample?.frame.gpu?.cards[0]?.name ?? null;
  if (count === 0) return 'CPU';
  if (count === null && name === null) return '—';
  return `${count ?? '?'}×${name === null ? 'GPU' : shortGpuName(name)}`;
}

/** "NVIDIA GeForce RTX 4090" is "4090"; "NVIDIA H100 80GB HBM3" and "H100 SXM" are "H100". */
export function shortGpuName(name: string): string {
  const words = name
    .replace(/^(NVIDIA|AMD)\s+/i, '')
    .replace(/^(GeForce|Instinct|Radeon|Tesla)\s+/i, '')
    .replace(/^RTX\s+(?=\d)/i, '')
    .split(/\s+/);
  const kept = words.filter(
    (word) => !/^(\d+\s?GB|HBM\d?e?|SXM\d?|PCIe|NVL|OAM|Generation|Ada|80GB)$/i.test(word),
  );
  return (kept.length > 0 ? kept : words).join(' ');
}

function uptimeFromSample({ pod, sample }: PodEntry): number | null {
  if (pod.provider !== 'ssh') return null;
  return sample?.frame.load?.uptimeSeconds ?? null;
}
