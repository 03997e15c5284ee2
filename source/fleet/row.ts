/** One pod as a row of the list: flat figures, ready to sort, filter and draw. */
import { type Condition, conditionOf } from './condition.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { PodEntry } from './fleet.ts';
import { isStale, sampleAgeMs } from './freshness.ts';
import { stoppedCostPerHourDollars } from './pod.ts';

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
  const figures = active && sample !== null ? figuresOf(sample.frame) : noFigures;
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
    ageMs: sampleAgeMs(entry, nowMs),
    stale: isStale(entry, nowMs) || entry.link.kind === 'lost' || entry.link.kind === 'refused',
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
