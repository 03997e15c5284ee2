/** Every health check, in the order in which a report lists them. */
import { app } from './app.ts';
import { cpu } from './cpu.ts';
import { disk } from './disk.ts';
import { gpu } from './gpu.ts';
import type { Judge } from './judge.ts';
import { memory } from './memory.ts';

export const judges: readonly Judge[] = [app, cpu, memory, disk, gpu];
