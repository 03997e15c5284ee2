/** The seven phases of a pod's start, in their order. */
import { healthMonitor } from './health-monitor.ts';
import { nginx } from './nginx.ts';
import { optimise } from './optimise.ts';
import { permissions } from './permissions.ts';
import type { Phase } from './phase.ts';
import { ready } from './ready.ts';
import { validate } from './validate.ts';
import { verify } from './verify.ts';

export const phases: readonly Phase[] = [
  optimise,
  validate,
  permissions,
  healthMonitor,
  nginx,
  verify,
  ready,
];
