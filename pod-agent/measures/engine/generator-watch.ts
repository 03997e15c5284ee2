/** What the generator itself costs and suffers while it measures. */
import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks';

const resolutionMs = 10;

export type GeneratorCost = {
  readonly cpuPercent: number;
  readonly loopDelayP90Ms: number;
  readonly loopDelayP99Ms: number;
  /** The share of time in which the loop did not wait for anything, from 0 to 1. */
  readonly busyShare: number;
};

export type GeneratorWatch = { stop(): GeneratorCost };

export function watchGenerator(): GeneratorWatch {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const startedMs = performance.now();
  const cpu = process.cpuUsage();
  const utilization: EventLoopUtilization = performance.eventLoopUtilization();
  /** The monitor counts from tick to tick, so that its own period is in each value. It has none for a short watch. */
  const percentile = (percent: number) =>
    delay.max === 0 ? 0 : Math.max(0, delay.percentile(percent) / 1e6 - resolutionMs);
  return {
    stop() {
      delay.disable();
      const { user, system } = process.cpuUsage(cpu);
      const elapsedMs = performance.now() - startedMs;
      return {
        cpuPercent: (user + system) / 10 / elapsedMs,
        loopDelayP90Ms: percentile(90),
        loopDelayP99Ms: percentile(99),
        busyShare: performance.eventLoopUtilization(utilization).utilization,
      };
    },
  };
}
