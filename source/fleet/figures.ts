/** The figures of one sample, boiled down to one number each. null is unknown, never zero. */
import type { SampleFrame } from '../../pod-agent/protocol/frames.ts';
import type { GpuCardReading, MountReading } from '../../pod-agent/protocol/readings.ts';

export type Figures = {
  /** Mean over the cards that answer. */
  readonly gpuPercent: number | null;
  readonly gpuMemoryPercent: number | null;
  /** The hottest card. */
  readonly temperatureCelsius: number | null;
  /** Sum over the cards. */
  readonly powerWatts: number | null;
  readonly powerLimitWatts: number | null;
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  /** The fullest mount whose size means something. */
  readonly diskPercent: number | null;
  readonly receivedBytesPerSecond: number | null;
  readonly sentBytesPerSecond: number | null;
};

export function figuresOf(frame: SampleFrame): Figures {
  const cards = frame.gpu?.cards ?? [];
  return {
    gpuPercent: mean(cards.map((card) => card.utilizationPercent)),
    gpuMemoryPercent: mean(cards.map(cardMemoryPercent)),
    temperatureCelsius: greatest(cards.map((card) => card.temperatureCelsius)),
    powerWatts: sum(cards.map((card) => card.powerWatts)),
    powerLimitWatts: sum(cards.map((card) => card.powerLimitWatts)),
    cpuPercent: frame.cpu?.usedPercent ?? null,
    memoryPercent: share(frame.memory?.usedBytes ?? null, frame.memory?.limitBytes ?? null),
    diskPercent: greatest((frame.disk?.mounts ?? []).map(mountPercent)),
    receivedBytesPerSecond: frame.network?.receivedBytesPerSecond ?? null,
    sentBytesPerSecond: frame.network?.sentBytesPerSecond ?? null,
  };
}

export function cardMemoryPercent(card: GpuCardReading): number | null {
  return share(card.memoryUsedBytes, card.memoryTotalBytes);
}

/** As `df` counts: used of what users may use. null for a volume whose quota cannot be seen. */
export function mountPercent(mount: MountReading): number | null {
  if (!mount.quotaVisible || mount.unanswered) return null;
  if (mount.usedBytes === null || mount.availableBytes === null) return null;
  return share(mount.usedBytes, mount.usedBytes + mount.availableBytes);
}

function share(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole <= 0) return null;
  return Math.min(100, (part / whole) * 100);
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function mean(values: readonly (number | null)[]): number | null {
  const found = known(values);
  return found.length === 0 ? null : found.reduce((total, value) => total + value, 0) / found.length;
}

function sum(values: readonly (number | null)[]): number | null {
  const found = known(values);
  return found.length === 0 ? null : found.reduce((total, value) => total + value, 0);
}

function greatest(values: readonly (number | null)[]): number | null {
  const found = known(values);
  return found.length === 0 ? null : Math.max(...found);
}
