/** The machine's counters. They only grow, and by exactly what the workload of each second uses. */
import type { MachineFacts } from './facts.ts';
import type { Workload } from './workload.ts';

/** Seconds, bytes or counts since the container began. */
export type Totals = {
  readonly cpuSeconds: number;
  /** The CPU time of everybody else on the host. */
  readonly neighbourCpuSeconds: number;
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly cpuStalledSeconds: number;
  readonly memoryStalledSeconds: number;
  readonly ioStalledSeconds: number;
};

const periodsPerSecond = 10;

/** What one second of the workload adds. */
export function ratesOf(facts: MachineFacts, work: Workload): Totals {
  const stalls = stallSharesOf(work);
  return {
    cpuSeconds: work.cpuShare * facts.cpuLimitCores,
    neighbourCpuSeconds: 0.12 * facts.hostCores,
    periods: facts.cpuQuota ? periodsPerSecond : 0,
    throttledPeriods: facts.cpuQuota ? periodsPerSecond * work.throttledShare : 0,
    throttledSeconds: facts.cpuQuota ? 0.3 * work.throttledShare * facts.cpuLimitCores : 0,
    readBytes: work.readBytesPerSecond,
    writtenBytes: work.writtenBytesPerSecond,
    receivedBytes: work.receivedBytesPerSecond,
    sentBytes: work.sentBytesPerSecond,
    cpuStalledSeconds: stalls.cpu,
    memoryStalledSeconds: stalls.memory,
    ioStalledSeconds: stalls.io,
  };
}

/** `base` and so many seconds of `rates`. */
export function addTotals(base: Totals, rates: Totals, seconds: number): Totals {
  return {
    cpuSeconds: base.cpuSeconds + rates.cpuSeconds * seconds,
    neighbourCpuSeconds: base.neighbourCpuSeconds + rates.neighbourCpuSeconds * seconds,
    periods: base.periods + rates.periods * seconds,
    throttledPeriods: base.throttledPeriods + rates.throttledPeriods * seconds,
    throttledSeconds: base.throttledSeconds + rates.throttledSeconds * seconds,
    readBytes: base.readBytes + rates.readBytes * seconds,
    writtenBytes: base.writtenBytes + rates.writtenBytes * seconds,
    receivedBytes: base.receivedBytes + rates.receivedBytes * seconds,
    sentBytes: base.sentBytes + rates.sentBytes * seconds,
    cpuStalledSeconds: base.cpuStalledSeconds + rates.cpuStalledSeconds * seconds,
    memoryStalledSeconds: base.memoryStalledSeconds + rates.memoryStalledSeconds * seconds,
    ioStalledSeconds: base.ioStalledSeconds + rates.ioStalledSeconds * seconds,
  };
}

/** The share of a second in which something waited for the resource, 0 to 1. */
export function stallSharesOf(work: Workload): {
  readonly cpu: number;
  readonly memory: number;
  readonly io: number;
} {
  return {
    cpu: Math.min(1, work.throttledShare + Math.max(0, work.cpuShare - 0.7) * 0.5),
    memory: Math.min(0.6, Math.max(0, work.memoryShare - 0.93) * 5),
    io: Math.min(0.5, work.writtenBytesPerSecond / 6e9 + work.readBytesPerSecond / 12e9),
  };
}
