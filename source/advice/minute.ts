/** Gathers the samples of one minute into an observation. */
import type { SampleFrame } from '../../pod-agent/protocol/frames.ts';
import { type GpuCardReading, oldestGpuFiguresMs } from '../../pod-agent/protocol/readings.ts';
import { figuresOf } from '../fleet/figures.ts';
import type { PodEntry } from '../fleet/fleet.ts';
import { isHealthStale } from '../fleet/freshness.ts';
import { busyCardPercent, type Observation, observationMs } from './observation.ts';

export type Minute = {
  readonly atMs: number;
  /** Counts the entry's newest sample, once. */
  add(entry: PodEntry, nowMs: number): void;
  /** null where no sample came. */
  observation(): Observation | null;
};

export function minuteOf(nowMs: number): number {
  return Math.floor(nowMs / observationMs) * observationMs;
}

export function beginMinute(nowMs: number): Minute {
  const moments: Moment[] = [];
  let lastSequence: number | null = null;
  const atMs = minuteOf(nowMs);
  return {
    atMs,
    add(entry, atNowMs) {
      const { sample } = entry;
      if (sample === null || sample.receivedAtMs < atMs || sample.frame.sequence === lastSequence) return;
      lastSequence = sample.frame.sequence;
      moments.push(momentOf(entry, atNowMs));
    },
    observation: () => (moments.length === 0 ? null : observed(atMs, moments)),
  };
}

type Moment = Omit<Observation, 'atMs' | 'sampleCount'>;

function momentOf(entry: PodEntry, nowMs: number): Moment {
  const frame = entry.sample?.frame;
  const cards = cardsOf(frame);
  const shares = cards?.map(({ utilizationPercent }) => utilizationPercent) ?? [null];
  const figures = frame === undefined ? null : figuresOf(frame);
  const busiest = frame?.processes?.topByCpu[0]?.cpuPercent ?? null;
  return {
    cpuPercent: figures?.cpuPercent ?? null,
    limitCores: frame?.cpu?.limitCores ?? null,
    busiestProcessCores: busiest === null ? null : busiest / 100,
    memoryPercent: figures?.memoryPercent ?? null,
    cardCount: cards === null ? null : cards.length,
    gpuPercent: cards === null ? null : (figures?.gpuPercent ?? null),
    // A card that says nothing may be at work: then nobody can tell how many are.
    busyCardCount: shares.includes(null)
      ? null
      : shares.filter((share) => (share ?? 0) >= busyCardPercent).length,
    responseMs: isHealthStale(entry, nowMs) ? null : responseOf(entry),
    socketCount: frame?.network?.tcpSocketCount ?? null,
  };
}

/** null where the driver does not answer, or did so too long ago: such cards are not idle, they are unknown. */
function cardsOf(frame: SampleFrame | undefined): readonly GpuCardReading[] | null {
  const { cards = [], ageMs = null } = frame?.gpu ?? {};
  return cards.length === 0 || (ageMs ?? 0) > oldestGpuFiguresMs ? null : cards;
}

function responseOf({ health }: PodEntry): number | null {
  const app = health?.report.checks.find(({ id }) => id === 'app');
  return app?.unit === 'milliseconds' ? app.value : null;
}

function observed(atMs: number, moments: readonly Moment[]): Observation {
  const of = (name: keyof Moment) => moments.map((moment) => moment[name]).filter((value) => value !== null);
  return {
    atMs,
    sampleCount: moments.length,
    cpuPercent: mean(of('cpuPercent')),
    limitCores: last(of('limitCores')),
    busiestProcessCores: mean(of('busiestProcessCores')),
    memoryPercent: greatest(of('memoryPercent')),
    cardCount: last(of('cardCount')),
    gpuPercent: mean(of('gpuPercent')),
    busyCardCount: greatest(of('busyCardCount')),
    responseMs: median(of('responseMs')),
    socketCount: greatest(of('socketCount')),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

function greatest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function last(values: readonly number[]): number | null {
  return values.at(-1) ?? null;
}

/** The lower of the two in the middle where there are two. */
function median(values: readonly number[]): number | null {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? null;
}
