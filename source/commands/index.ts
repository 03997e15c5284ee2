/** All commands, in the order of the help text. */
import { account } from './account.ts';
import { advise } from './advise.ts';
import { benchmark } from './benchmark.ts';
import type { Command } from './command.ts';
import { consoleCommand } from './console.ts';
import { demo } from './demo.ts';
import { deploy } from './deploy.ts';
import { diagnose } from './diagnose.ts';
import { health } from './health.ts';
import { init } from './init.ts';
import { jobsList } from './jobs-list.ts';
import { jobsShow } from './jobs-show.ts';
import { optimise } from './optimise.ts';
import { podsGet } from './pods-get.ts';
import { podsList } from './pods-list.ts';
import { podsMonitor } from './pods-monitor.ts';
import { podsStart } from './pods-start.ts';
import { podsStop } from './pods-stop.ts';
import { releases } from './releases.ts';
import { rollback } from './rollback.ts';
import { simulate } from './simulate.ts';

export const commands: readonly Command[] = [
  consoleCommand,
  demo,
  podsList,
  podsGet,
  podsStart,
  podsStop,
  podsMonitor,
  health,
  advise,
  diagnose,
  benchmark,
  optimise,
  init,
  deploy,
  releases,
  rollback,
  jobsList,
  jobsShow,
  account,
  simulate,
];
