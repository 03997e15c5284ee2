/** CPU time used, against the CPUs that may be used. */
import type { EnvironmentSource } from '../host/host.ts';
import type { CpuReading, Scope } from '../protocol/readings.ts';
import { containerSources, groupKind } from './cgroup.ts';
import type { Collector, Moment } from './collector.ts';
import { limitCores, quotaCores } from './cpu-limit.ts';
import { figure, figuresByName, file, percentOf, rise, textOf } from './proc-text.ts';

const hostStat = file('/proc/stat', 'hot');
const ownStat = file('/sys/fs/cgroup/cpu.stat', 'hot');
const ownQuota = file('/sys/fs/cgroup/cpu.max', 'warm');
const ownCpuset = file('/sys/fs/cgroup/cpuset.cpus.effective', 'warm');
const oldUsage = file('/sys/fs/cgroup/cpuacct/cpuacct.usage', 'hot');
const oldStat = file('/sys/fs/cgroup/cpu/cpu.stat', 'hot');
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

type CpuRaw = {
  readonly scope: Scope;
  /** CPU time used since some beginning, of all CPUs together. */
  readonly usedMs: number;
  readonly periods: number | null;
  readonly throttledPeriods: number | null;
  readonly hasQuota: boolean;
  readonly limitCores: number | null;
};

export const cpu: Collector<CpuRaw, CpuReading> = {
  id: 'cpu',
  sources: [
    ...containerSources,
    hostStat,
    ownStat,
    ownQuota,
    ownCpuset,
    oldUsage,
    oldStat,
    oldQuota,
    oldPeriod,
    oldCpuset,
    oldestCpuset,
    environment,
  ],

  parse(answers) {
    const kind = groupKind(answers);
    const host = hostTimes(textOf(answers, hostStat));
    const own = figuresByName(textOf(answers, ownStat));
    const old = figuresByName(textOf(answers, oldStat));
    const oldUsedNs = figure(textOf(answers, oldUsage));
    const limits = {
      quotaAndPeriod: textOf(answers, ownQuota),
      quota: textOf(answers, oldQuota),
      period: textOf(answers, oldPeriod),
      cpuset: textOf(answers, ownCpuset) ?? textOf(answers, oldCpuset) ?? textOf(answers, oldestCpuset),
      environment: textOf(answers, environment),
      onlineCores: host?.onlineCores ?? null,
    };
    const ownUsedUs = own.get('usage_usec');
    if (kind === 'version-2' && ownUsedUs !== undefined) {
      return containerRaw({ usedMs: ownUsedUs / 1000, stat: own, limits });
    }
    if (kind === 'version-1' && oldUsedNs !== null) {
      return containerRaw({ usedMs: oldUsedNs / 1e6, stat: old, limits });
    }
    if (host === null) throw new Error('Neither a cgroup nor /proc/stat says how much CPU time was used.');
    return {
      scope: 'host',
      usedMs: host.usedMs,
      periods: null,
      throttledPeriods: null,
      hasQuota: false,
      limitCores: host.onlineCores,
    };
  },

  counters: (raw) => [raw.usedMs],

  read({ now, before, elapsedMs }) {
    const usedMs = rise(now.usedMs, before?.scope === now.scope ? before.usedMs : null);
    const usedCores = usedMs === null || elapsedMs === null ? null : usedMs / elapsedMs;
    return {
      scope: now.scope,
      usedPercent: percentOf(usedCores, now.limitCores),
      usedCores,
      limitCores: now.limitCores,
      throttledPercent: throttledPercent({ now, before, elapsedMs }),
    };
  },
};

function containerRaw(given: {
  readonly usedMs: number;
  readonly stat: ReadonlyMap<string, number>;
  readonly limits: Parameters<typeof limitCores>[0];
}): CpuRaw {
  return {
    scope: 'container',
    usedMs: given.usedMs,
    periods: given.stat.get('nr_periods') ?? null,
    throttledPeriods: given.stat.get('nr_throttled') ?? null,
    hasQuota: quotaCores(given.limits) !== null,
    limitCores: limitCores(given.limits),
  };
}

/** A period passes only while something runs, so that none in the meantime means: not held back. */
function throttledPercent({ now, before }: Moment<CpuRaw>): number | null {
  if (!now.hasQuota) return null;
  const periods = rise(now.periods, before?.periods);
  const throttled = rise(now.throttledPeriods, before?.throttledPeriods);
  return periods === 0 && throttled === 0 ? 0 : percentOf(throttled, periods);
}

/**
 * `cpu  user nice system idle iowait irq softirq steal guest guest_nice` in hundredths of a second (proc(5)); guest time
 * is within user time already.
 */
function hostTimes(text: string | null): { readonly usedMs: number; readonly onlineCores: number } | null {
  const line = /^cpu +([\d ]+)$/m.exec(text ?? '')?.[1];
  if (text === null || line === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , interrupt = 0, softInterrupt = 0, steal = 0] = line
    .trim()
    .split(/ +/)
    .map(Number);
  const onlineCores = text.match(/^cpu\d/gm)?.length ?? 0;
  return { usedMs: (user + nice + system + interrupt + softInterrupt + steal) * 10, onlineCores };
}
