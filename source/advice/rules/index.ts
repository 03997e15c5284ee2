/** Every rule of advice, in the order in which they are listed. */
import type { AdviceRule } from '../rule.ts';
import { connections } from './connections.ts';
import { cost } from './cost.ts';
import { cpuHigh } from './cpu-high.ts';
import { gpuIdle } from './gpu-idle.ts';
import { memoryHigh } from './memory-high.ts';
import { redundancy } from './redundancy.ts';
import { responseRising } from './response-rising.ts';
import { singleThread } from './single-thread.ts';

export const rules: readonly AdviceRule[] = [
  cpuHigh,
  memoryHigh,
  responseRising,
  singleThread,
  redundancy,
  connections,
  cost,
  gpuIdle,
];
