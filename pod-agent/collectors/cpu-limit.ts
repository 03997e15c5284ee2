/** How many CPUs may be used, from the quota, the cpuset, RunPod's own word, or the machine. */

export type CpuLimitTexts = {
  /** cpu.max of version 2: `50000 100000` or `max 100000`, in microseconds. */
  readonly quotaAndPeriod: string | null;
  /** cpu.cfs_quota_us and cpu.cfs_period_us of version 1; a quota of -1 is none. */
  readonly quota: string | null;
  readonly period: string | null;
  /** `0-15,32` */
  readonly cpuset: string | null;
  readonly environment: string | null;
  readonly onlineCores: number | null;
};

/** Cores of the quota alone, or null where there is none. */
export function quotaCores(texts: CpuLimitTexts): number | null {
  const [quota, period] = texts.quotaAndPeriod?.trim().split(/\s+/) ?? [texts.quota, texts.period];
  const cores = Number(quota ?? Number.NaN) / Number(period ?? Number.NaN);
  return Number.isFinite(cores) && cores > 0 ? cores : null;
}

/**
 * The quota, but never more than the CPUs that may be run on; without a quota the cpuset if it is narrower than the
 * machine (an unset one reads as all CPUs), else RUNPOD_CPU_COUNT, else all that are online.
 */
export function limitCores(texts: CpuLimitTexts): number | null {
  const cpusetCores = texts.cpuset === null ? null : countOfList(texts.cpuset);
  const quota = quotaCores(texts);
  if (quota !== null) return Math.min(quota, cpusetCores ?? Number.POSITIVE_INFINITY);
  if (cpusetCores !== null && (texts.onlineCores === null || cpusetCores < texts.onlineCores)) {
    return cpusetCores;
  }
  return runpodCores(texts.environment) ?? texts.onlineCores ?? cpusetCores;
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

function runpodCores(environment: string | null): number | null {
  const cores = Number(/^RUNPOD_CPU_COUNT=(\d+(?:\.\d+)?)$/m.exec(environment ?? '')?.[1] ?? Number.NaN);
  return cores > 0 ? cores : null;
}
