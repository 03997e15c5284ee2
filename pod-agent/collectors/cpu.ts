/** CPU time used, against the CPUs that may be used. */
import type { Answers } from '../host/host.ts';
import type { CpuReading, Scope } from '../protocol/readings.ts';
import { containerSources, groupKind } from './cgroup.ts';
import type { Collector, Moment } from './collector.ts';
import { type CpuLimit, cpuLimit, cpuLimitSources } from './cpu-limit.ts';
import { figure, figuresByName, file, percentOf, rise, textOf } from './proc-text.ts';

const hostStat = file('/proc/stat', 'hot');
const ownStat = file('/sys/fs/cgroup/cpu.stat', 'hot');
const oldUsage = file('/sys/fs/cgroup/cpuacct/cpuacct.usage', 'hot');
const oldStat = file('/sys/fs/cgroup/cpu/cpu.stat', 'hot');

type CpuRaw = CpuLimit & {
  readonly scope: Scope;
  /** CPU time used since some beginning, of all CPUs together. */
  readonly usedMs: number;
  /** Periods of the scheduler since some beginning, and those in which the quota was used up. */
  readonly periods: number | null;
  readonly throttledPeriods: number | null;
};

/** Which file says how much CPU time a container used. */
export function usageFile(answers: Answers): string {
  return (groupKind(answers) === 'version-1' ? oldUsage : ownStat).path;
}

/** Which file says how often its quota was used up. */
export function quotaFile(answers: Answers): string {
  return (groupKind(answers) === 'version-1' ? oldStat : ownStat).path;
}

export const cpu: Collector<CpuRaw, CpuReading> = {
  id: 'cpu',
  sources: [...containerSources, hostStat, ownStat, oldUsage, oldStat, ...cpuLimitSources],

  parse(answers) {
    const host = hostTimes(textOf(answers, hostStat));
    const own = containerTimes(answers);
    if (own !== null) {
      const stat = figuresByName(own.stat);
      return {
        scope: 'container',
        usedMs: own.usedMs,
        periods: stat.get('nr_periods') ?? null,
        throttledPeriods: stat.get('nr_throttled') ?? null,
        ...cpuLimit(answers, host?.onlineCores ?? null),
      };
    }
    if (host === null) throw new Error('Neither a cgroup nor /proc/stat says how much CPU time was used.');
    return {
      scope: 'host',
      usedMs: host.usedMs,
      periods: null,
      throttledPeriods: null,
      limitCores: host.onlineCores,
      hasQuota: false,
      quota: null,
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

/** Microseconds in version 2, nanoseconds in version 1. */
function containerTimes(answers: Answers): { readonly usedMs: number; readonly stat: string | null } | null {
  const kind = groupKind(answers);
  if (kind === 'none') return null;
  const stat = textOf(answers, kind === 'version-2' ? ownStat : oldStat);
  const used =
    kind === 'version-2' ? figuresByName(stat).get('usage_usec') : figure(textOf(answers, oldUsage));
  if (used === undefined || used === null) return null;
  return { usedMs: kind === 'version-2' ? used / 1e3 : used / 1e6, stat };
}

/**
 * `cpu  user nice system idle iowait irq softirq steal guest guest_nice` in hundredths of a second (proc(5)); guest time
 * is within user time already, and stolen time was another machine's.
 */
function hostTimes(text: string | null): { readonly usedMs: number; readonly onlineCores: number } | null {
  const line = /^cpu +([\d ]+)$/m.exec(text ?? '')?.[1];
  if (text === null || line === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , interrupt = 0, softInterrupt = 0] = line
    .trim()
    .split(/ +/)
    .map(Number);
  const onlineCores = text.match(/^cpu\d/gm)?.length ?? 0;
  return { usedMs: (user + nice + system + interrupt + softInterrupt) * 10, onlineCores };
}

/** A period passes only while something runs, so that none in the meantime means: not held back. */
function throttledPercent({ now, before }: Moment<CpuRaw>): number | null {
  if (!now.hasQuota) return null;
  const periods = rise(now.periods, before?.periods);
  const throttled = rise(now.throttledPeriods, before?.throttledPeriods);
  return periods === 0 && throttled === 0 ? 0 : percentOf(throttled, periods);
}
