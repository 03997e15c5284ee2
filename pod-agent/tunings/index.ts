/** Every tuning, in the order in which a report lists them. */
import { coreDumps } from './core-dumps.ts';
import { gpuPersistence } from './gpu-persistence.ts';
import { openFiles } from './open-files.ts';
import { sharedMemory } from './shared-memory.ts';
import { socketBacklog } from './socket-backlog.ts';
import { swappiness } from './swappiness.ts';
import type { Tuning } from './tuning.ts';

export const tunings: readonly Tuning[] = [
  openFiles,
  socketBacklog,
  sharedMemory,
  coreDumps,
  gpuPersistence,
  swappiness,
];
