/** What the probe costs the pod: the shell and the commands it has run. */
import type { AgentCost } from '../../pod-agent/protocol/health-report.ts';

export type ProbeCost = {
  of(reading: {
    /** /proc/PID/stat from its third field on. */
    readonly stat: string;
    readonly uptimeMs: number;
    readonly pageBytes: number | null;
  }): AgentCost;
};

/** A sample costs less than one tick of the clock that counts; half a minute does not. */
const windowReadings = 30;
/** USER_HZ: CPU times in /proc are hundredths of a second on every Linux. */
const ticksPerSecond = 100;

export function createProbeCost(): ProbeCost {
  const readings: { readonly ticks: number; readonly uptimeMs: number }[] = [];
  return {
    of({ stat, uptimeMs, pageBytes }) {
      const fields = stat.split(' ').map(Number);
      // utime, stime, cutime and cstime are fields 14 to 17 of proc(5), the resident pages field 24.
      const ticks = fields.slice(11, 15).reduce((total, value) => total + value, 0);
      const pages = fields[21];
      const oldest = readings[0];
      readings.push({ ticks, uptimeMs });
      if (readings.length > windowReadings) readings.shift();
      return {
        cpuPercent: percentBetween(oldest, { ticks, uptimeMs }),
        residentBytes: pages === undefined || pageBytes === null ? null : pages * pageBytes,
      };
    },
  };
}

function percentBetween(
  before: { readonly ticks: number; readonly uptimeMs: number } | undefined,
  now: { readonly ticks: number; readonly uptimeMs: number },
): number | null {
  if (before === undefined || now.uptimeMs <= before.uptimeMs || !(now.ticks >= before.ticks)) return null;
  const seconds = (now.uptimeMs - before.uptimeMs) / 1000;
  return Math.round(((now.ticks - before.ticks) / ticksPerSecond / seconds) * 10_000) / 100;
}
