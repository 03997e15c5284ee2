/** All signs, in the order in which they are looked for: the first of the worst kind names the condition. */
import { connecting } from './connecting.ts';
import { gpuLost } from './gpu-lost.ts';
import { gpuRecovery } from './gpu-recovery.ts';
import { gpuStraggler } from './gpu-straggler.ts';
import { gpuThrottled } from './gpu-throttled.ts';
import { healthReport } from './health-report.ts';
import { healthUnknown } from './health-unknown.ts';
import { idle } from './idle.ts';
import { lifecycle } from './lifecycle.ts';
import { linkDown } from './link-down.ts';
import type { SignRule } from './sign.ts';
import { unreachable } from './unreachable.ts';

export const signRules: readonly SignRule[] = [
  lifecycle,
  linkDown,
  unreachable,
  connecting,
  gpuLost,
  gpuRecovery,
  gpuThrottled,
  gpuStraggler,
  healthReport,
  healthUnknown,
  idle,
];
