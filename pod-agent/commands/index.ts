/** Every verb of the agent. */
import type { Command } from './command.ts';
import { healthCheck } from './health-check.ts';
import { healthMonitor } from './health-monitor.ts';
import { inventory } from './inventory.ts';
import { notifyTest } from './notify-test.ts';
import { optimiseCommand } from './optimise.ts';
import { stream } from './stream.ts';

export const commands: readonly Command[] = [
  stream,
  healthCheck,
  healthMonitor,
  optimiseCommand,
  notifyTest,
  inventory,
];
