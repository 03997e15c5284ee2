/** What troubles of the machine bring about: disk, memory, CPU, GPU and processes. */
import type { Cause } from './group.ts';

const slow = [
  'nginx-answers-slowly',
  'network-app-slow',
  'logs-slow-requests',
  'logs-upstream-timeout',
  'network-accept-queue',
  'network-app-silent',
];
const gpuFailures = [
  'gpu-tool-missing',
  'gpu-no-devices',
  'gpu-missing',
  'gpu-library-missing',
  'gpu-device-lost',
];

/** Ids without what stands behind their colon; those that explain most first. */
export const machineCauses: readonly Cause[] = [
  ...effectsOf('disk-dead', [
    'processes-stuck',
    'site-missing',
    'nginx-silent',
    'disk-slow',
    'logs-unread',
    ...slow,
  ]),
  ...effectsOf('disk-deleted-files', ['disk-full']),
  ...effectsOf('disk-read-only', ['nginx-config-invalid', 'nginx-not-running', 'logs-permission-denied']),
  ...effectsOf('memory-near-limit', ['memory-oom-kill', 'memory-pressure', 'disk-slow', ...slow]),
  ...effectsOf('memory-oom-kill', ['memory-pressure', 'logs-crash', 'logs-upstream-refused']),
  ...effectsOf('memory-pressure', ['disk-slow', 'processes-stuck', ...slow]),
  ...effectsOf('disk-slow', ['processes-stuck', ...slow]),
  ...effectsOf('cpu-throttled', ['cpu-saturated', 'cpu-pressure', ...slow]),
  ...effectsOf('cpu-saturated', ['cpu-pressure', 'cpu-host-load', ...slow]),
  ...effectsOf('cpu-single-thread', slow),
  ...effectsOf('cpu-host-load', ['cpu-pressure', ...slow]),
  ...effectsOf('environment-gpus-hidden', gpuFailures),
  ...effectsOf('gpu-lost', ['gpu-missing', 'gpu-recovery']),
  ...effectsOf('gpu-reset-required', ['gpu-recovery']),
  ...effectsOf('gpu-ecc', ['gpu-recovery', 'gpu-remap-pending']),
  ...effectsOf('gpu-remap-failed', ['gpu-ecc']),
  ...effectsOf('gpu-recovery', ['gpu-error']),
  ...effectsOf('gpu-hot', ['gpu-throttled']),
  { cause: 'gpu-memory-held', effect: 'logs-gpu-memory', evenAsRemark: true },
  { cause: 'processes-no-init', effect: 'processes-zombies', evenAsRemark: true },
  ...effectsOf('processes-zombies', ['processes-limit']),
  ...effectsOf('processes-open-files', ['nginx-open-files', 'logs-open-files', 'logs-server-errors']),
];

function effectsOf(cause: string, effects: readonly string[]): readonly Cause[] {
  return effects.map((effect) => ({ cause, effect }));
}
