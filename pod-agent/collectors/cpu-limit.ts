/** How many CPUs may be used, from the quota, the cpuset, RunPod's own word, or the machine. */
import type { Answers, EnvironmentSource, Source } from '../host/host.ts';
import { file, textOf } from './proc-text.ts';

/** `50000 100000` or `max 100000`: quota and period in microseconds. */
const ownQuota = file('/sys/fs/cgroup/cpu.max', 'warm');
const ownCpuset = file('/sys/fs/cgroup/cpuset.cpus.effective', 'warm');
/** A quota of -1 is none. */
const oldQuota = file('/sys/fs/cgroup/cpu/cpu.cfs_quota_us', 'warm');
const oldPeriod = file('/sys/fs/cgroup/cpu/cpu.cfs_period_us', 'warm');
const oldCpuset = file('/sys/fs/cgroup/cpuset/cpuset.effective_cpus', 'warm');
const oldestCpuset = file('/sys/fs/cgroup/cpuset/cpuset.cpus', 'warm');
const environment: EnvironmentSource = {
  kind: 'environment',
  id: 'environment',
  cadence: 'once',
  names: ['RUNPOD_CPU_COUNT'],
};

export const cpuLimitSources: readonly Source[] = [
  ownQuota,
  ownCpuset,
  oldQuota,
  oldPeriod,
  oldCpuset,
  oldestCpuset,
  environment,
];

export type CpuLimit = {
  readonly limitCores: number | null;
  /** Whether a quota holds the container back when it wants more. */
  readonly hasQuota: boolean;
  /** The quota itself; null where there is none. */
  readonly quota: CpuQuota | null;
};

/** CPU time that may be used within a period of the scheduler, of all CPUs together. */
export type CpuQuota = { readonly microseconds: number; readonly periodMicroseconds: number };

/**
 * The quota, but never more than the CPUs that may be run on; without a quota the cpuset if it is narrower than the
 * machine (an unset one reads as all CPUs), else RUNPOD_CPU_COUNT, else all that are online.
 */
export function cpuLimit(answers: Answers, onlineCores: number | null): CpuLimit {
  const quota = quotaOf(answers);
  const cpusetCores = coresOfCpuset(answers);
  if (quota !== null) {
    const quotaCores = quota.microseconds / quota.periodMicroseconds;
    return { limitCores: Math.min(quotaCores, cpusetCores ?? quotaCores), hasQuota: true, quota };
  }
  if (cpusetCores !== null && (onlineCores === null || cpusetCores < onlineCores)) {
    return { limitCores: cpusetCores, hasQuota: false, quota };
  }
  return { limitCores: coresOfRunpod(answers) ?? onlineCores, hasQuota: false, quota };
}

function quotaOf(answers: Answers): CpuQuota | null {
  const [quota, period] = textOf(answers, ownQuota)?.trim().split(/\s+/) ?? [
    textOf(answers, oldQuota),
    textOf(answers, oldPeriod),
  ];
  const [microseconds, periodMicroseconds] = [Number(quota ?? Number.NaN), Number(period ?? Number.NaN)];
  const cores = microseconds / periodMicroseconds;
  return Number.isFinite(cores) && cores > 0 ? { microseconds, periodMicroseconds } : null;
}

function coresOfCpuset(answers: Answers): number | null {
  const text = textOf(answers, ownCpuset) ?? textOf(answers, oldCpuset) ?? textOf(answers, oldestCpuset);
  return text === null ? null : countOfList(text);
}

/** CPUs in the kernel's list format, such as `0-15,32`; null where it is empty or none. */
function countOfList(text: string): number | null {
  let count = 0;
  for (const range of text.trim().split(',')) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range);
    if (match === null) return null;
    count += Math.max(0, Number(match[2] ?? match[1]) - Number(match[1]) + 1);
  }
  return count;
}

function coresOfRunpod(answers: Answers): number | null {
  const text = textOf(answers, environment) ?? '';
  const cores = Number(/^RUNPOD_CPU_COUNT=(\d+(?:\.\d+)?)$/m.exec(text)?.[1] ?? Number.NaN);
  return cores > 0 ? cores : null;
}
