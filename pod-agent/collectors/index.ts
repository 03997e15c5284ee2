/** The collectors, each under the name its reading has in a sample. */
import type { Readings } from '../protocol/readings.ts';
import type { Collector } from './collector.ts';
import { cpu } from './cpu.ts';
import { disk } from './disk.ts';
import { gpu } from './gpu.ts';
import { load } from './load.ts';
import { memory } from './memory.ts';
import { network } from './network.ts';
import { pressure } from './pressure.ts';
import { processes } from './processes.ts';
import { sessions } from './sessions.ts';

export type CollectorId = keyof Readings;

/** What a collector keeps between its two steps is its own affair. */
export type CollectorTable = {
  readonly [Id in CollectorId]-?: Collector<unknown, NonNullable<Readings[Id]>>;
};

export const collectors: CollectorTable = {
  cpu,
  memory,
  disk,
  network,
  load,
  pressure,
  processes,
  sessions,
  gpu,
};
