/** Every verb of the agent. */
import { benchmarkCommand } from './benchmark.ts';
import type { Command } from './command.ts';
import { diagnoseCommand } from './diagnose.ts';
import { healthCheck } from './health-check.ts';
import { healthMonitor } from './health-monitor.ts';
import { healthServed } from './health-served.ts';
import { inventory } from './inventory.ts';
import { jobExecute } from './job-execute.ts';
import { jobFollow } from './job-follow.ts';
import { jobGive } from './job-give.ts';
import { jobList } from './job-list.ts';
import { jobRun } from './job-run.ts';
import { jobStop } from './job-stop.ts';
import { keep } from './keep.ts';
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
  jobRun,
  jobFollow,
  jobStop,
  jobList,
  jobGive,
  jobExecute,
  benchmarkCommand,
  notifyTest,
  keep,
  inventory,
];
