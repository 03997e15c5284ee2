/** Every check, in the order in which a diagnosis lists them. */
import { appFiles } from './app-files.ts';
import type { Check } from './check.ts';
import { cpu } from './cpu.ts';
import { disk } from './disk.ts';
import { environment } from './environment.ts';
import { gpu } from './gpu.ts';
import { logs } from './logs.ts';
import { memory } from './memory.ts';
import { network } from './network.ts';
import { nginx } from './nginx.ts';
import { processes } from './processes.ts';

export const checks: readonly Check[] = [
  environment,
  nginx,
  appFiles,
  network,
  disk,
  memory,
  cpu,
  logs,
  gpu,
  processes,
];
