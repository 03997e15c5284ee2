/** Every verb of the agent. */
import type { Command } from './command.ts';
import { diagnoseCommand } from './diagnose.ts';
import { healthCheck } from './health-check.ts';
import { healthMonitor } from './health-monitor.ts';
import { healthServed } from './health-served.ts';
import { inventory } from './inventory.ts';
import { notifyTest } from './notify-test.ts';
import { optimiseCommand } from './optimise.ts';
import { start } from './start.ts';
import { stream } from './stream.ts';

export const commands: readonly Command[] = [
  start,
  stream,
  diagnoseCommand,
  healthCheck,
  healthMonitor,
  healthServed,
  optimiseCommand,
  notifyTest,
  inventory,
];
