/** How far a report may still be believed. */
import type { HealthReport } from '../protocol/health-report.ts';

/**
 * `abandoned`: so far from now that no monitor is to be expected behind it; it is what an earlier run left lying. A report
 * may be ahead where the clock was set back: the next one, a period later, has the new time.
 */
export type Freshness = 'fresh' | 'stale' | 'abandoned';

const periodsUntilStale = 3;
const abandonedAfterMs = 60 * 60 * 1000;

export function freshnessOf(report: HealthReport, nowMs: number): Freshness {
  const ageMs = nowMs - report.atMs;
  if (-report.periodMs <= ageMs && ageMs <= report.periodMs * periodsUntilStale) return 'fresh';
  return Math.abs(ageMs) <= abandonedAfterMs ? 'stale' : 'abandoned';
}

/** The report as it has to be read when it is not fresh: everything unknown, and why. Alerts stay, as what was known last. */
export function asUnknown(report: HealthReport, nowMs: number): HealthReport {
  const summary = `The monitor's last report is ${ageOf(report, nowMs)}; it writes one every ${Math.round(report.periodMs / 1000)} s.`;
  return {
    ...report,
    status: 'unknown',
    checks: report.checks.map((check) => ({ ...check, status: 'unknown', value: null, summary })),
  };
}

function ageOf({ atMs }: HealthReport, nowMs: number): string {
  const ageSeconds = Math.round((nowMs - atMs) / 1000);
  return ageSeconds < 0
    ? `dated ${-ageSeconds} s from now, as when the clock was set back`
    : `${ageSeconds} s old`;
}
