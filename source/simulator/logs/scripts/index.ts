/** What the programs of each role print. */
import type { LogScript } from '../script.ts';
import { diskFilling } from './disk-filling.ts';
import { failingApp } from './failing-app.ts';
import { gpuLost } from './gpu-lost.ts';
import { idle } from './idle.ts';
import { inference } from './inference.ts';
import { memoryClimb } from './memory-climb.ts';
import { rented } from './rented.ts';
import { thermal } from './thermal.ts';
import { training } from './training.ts';

const byRole: Readonly<Record<string, LogScript>> = {
  training,
  inference,
  idle,
  'gpu-lost': gpuLost,
  thermal,
  'memory-climb': memoryClimb,
  'disk-filling': diskFilling,
  'failing-app': failingApp,
  'slow-start': inference,
  stopped: training,
  outbid: training,
  flapping: inference,
  rented,
};

export function logScriptOf(roleId: string): LogScript {
  return byRole[roleId] ?? idle;
}
