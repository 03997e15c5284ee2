/** The fields a filter may name, and what each is of a row. Numbers in percent, °C, W, $/h, seconds. */
import type { PodRow } from '../row.ts';

export type FieldValue = string | number | null;

export type FilterField = { readonly help: string; of(row: PodRow, nowMs: number): FieldValue };

export const filterFields: Readonly<Record<string, FilterField>> = {
  name: { help: 'pod name', of: (row) => row.name },
  util: { help: 'mean GPU utilisation, %', of: (row) => row.gpuPercent },
  mem: { help: 'mean GPU memory use, %', of: (row) => row.gpuMemoryPercent },
  cpu: { help: 'CPU use of the limit, %', of: (row) => row.cpuPercent },
  ram: { help: 'memory use of the limit, %', of: (row) => row.memoryPercent },
  disk: { help: 'fullest mount, %', of: (row) => row.diskPercent },
  temp: { help: 'hottest card, °C', of: (row) => row.temperatureCelsius },
  power: { help: 'power of all cards, W', of: (row) => row.powerWatts },
  cost: { help: 'price, $/h', of: (row) => row.costPerHourDollars },
  age: { help: 'uptime, e.g. age>2h', of: (row) => row.uptimeSeconds },
  age_s: { help: 'age of the newest figures', of: (row) => (row.ageMs === null ? null : row.ageMs / 1000) },
  idle: { help: 'how long all cards have been idle, e.g. idle>30m', of: idleSeconds },
  gpu: { help: 'number of cards, or their name', of: (row) => row.gpuCount },
  region: { help: 'data centre', of: (row) => row.region },
  state: { help: 'running, initialising, stopped …', of: (row) => row.entry.pod.state.kind },
  health: { help: 'fail, warn, lost, idle, booting, running, stopped', of: (row) => row.condition.kind },
  rental: { help: 'on-demand, spot, own', of: (row) => row.rental },
  host: { help: 'address of SSH', of: (row) => row.entry.pod.ssh?.host ?? null },
  image: { help: 'container image', of: (row) => row.entry.pod.image },
};

function idleSeconds(row: PodRow, nowMs: number): number | null {
  const { idleSinceMs } = row.entry;
  return idleSinceMs === null ? null : Math.max(0, (nowMs - idleSinceMs) / 1000);
}
