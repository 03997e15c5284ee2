/** The fields a filter may name, and what each is of a row. Numbers in percent, °C, W, $/h, seconds. */
import type { PodRow } from '../row.ts';
import { conditionKinds } from '../signs/sign.ts';

export type FieldValue = string | number | null;

export type FilterField = {
  readonly help: string;
  readonly type: 'number' | 'text';
  /** All that a text can be, where that is known. */
  readonly values?: readonly string[];
  /** null is unknown and matches nothing. Of several texts, one that fits is enough. */
  of(row: PodRow, nowMs: number): FieldValue | readonly string[];
  /** What a number is compared with when a text is asked for. */
  textOf?(row: PodRow): string;
};

const number = { type: 'number' } as const;
const text = { type: 'text' } as const;

/** Of the conditions, those that are no state of the pod itself: `state=stopped` must not mean a terminated one. */
const troubles = ['fail', 'warn', 'lost', 'idle', 'booting'] as const;

export const filterFields: Readonly<Record<string, FilterField>> = {
  name: { ...text, help: 'pod name', of: (row) => row.name },
  util: { ...number, help: 'mean GPU utilisation, %', of: (row) => row.gpuPercent },
  mem: { ...number, help: 'mean GPU memory use, %', of: (row) => row.gpuMemoryPercent },
  cpu: { ...number, help: 'CPU use of the limit, %', of: (row) => row.cpuPercent },
  ram: { ...number, help: 'memory use of the limit, %', of: (row) => row.memoryPercent },
  disk: { ...number, help: 'fullest mount, %', of: (row) => row.diskPercent },
  temp: { ...number, help: 'hottest card, °C', of: (row) => row.temperatureCelsius },
  power: { ...number, help: 'power of all cards, W', of: (row) => row.powerWatts },
  cost: { ...number, help: 'price, $/h', of: (row) => row.costPerHourDollars },
  age: { ...number, help: 'uptime, e.g. age>2h', of: (row) => row.uptimeSeconds },
  age_s: {
    ...number,
    help: 'age of the newest figures, s',
    of: (row) => (row.ageMs === null ? null : row.ageMs / 1000),
  },
  idle: { ...number, help: 'how long all cards have been idle, e.g. idle>30m', of: idleSeconds },
  gpu: {
    ...number,
    help: 'number of cards, or their name',
    of: (row) => row.gpuCount,
    textOf: (row) => row.gpuLabel,
  },
  region: { ...text, help: 'data centre', of: (row) => row.region },
  state: {
    ...text,
    help: 'what the API says of the pod, or what is wrong with it',
    values: ['running', 'initialising', 'stopped', 'outbid', 'terminated', 'unknown', ...troubles],
    of: statesOf,
  },
  health: {
    ...text,
    help: 'the sign before the name',
    values: conditionKinds,
    of: (row) => row.condition.kind,
  },
  rental: {
    ...text,
    help: 'how it is rented',
    values: ['on-demand', 'spot', 'own', 'unknown'],
    of: (row) => row.rental,
  },
  host: { ...text, help: 'address of SSH', of: (row) => row.entry.pod.ssh?.host ?? null },
  image: { ...text, help: 'container image', of: (row) => row.entry.pod.image },
};

function idleSeconds(row: PodRow, nowMs: number): number | null {
  const { idleSinceMs } = row.entry;
  return idleSinceMs === null ? null : Math.max(0, (nowMs - idleSinceMs) / 1000);
}

function statesOf({ entry, condition }: PodRow): readonly string[] {
  const { state } = entry.pod;
  const states: string[] = [state.kind];
  if (state.kind === 'stopped' && state.by === 'outbid') states.push('outbid');
  return [...states, ...troubles.filter((kind) => kind === condition.kind)];
}
