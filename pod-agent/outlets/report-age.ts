/** How far a report may still be believed. */
import type { HealthReport } from '../protocol/health-report.ts';

/** `abandoned`: so old that no monitor is to be expected behind it; it is what an earlier run left lying. */
export type Freshness = 'fresh' | 'stale' | 'abandoned';

const periodsUntilStale = 3;
const abandonedAfterMs = 60 * 60 * 1000;

export function freshnessOf(report: HealthReport, nowMs: number): Freshness {
  const ageMs = nowMs - report.atMs;
  if (ageMs <= report.periodMs * periodsUntilStale) return 'fresh';
  return ageMs <= abandonedAfterMs ? 'stale' : 'abandoned';
}

/** The report as it has to be read when it is old: everything unknown, and why. Alerts stay, as what was known last. */
export function asUnknown(report: HealthReport, nowMs: number): HealthReport {
  const ageSeconds = Math.round((nowMs - report.atMs) / 1000);
  const summary = `The monitor's last report is ${ageSeconds} s old; it writes one every ${Math.round(report.periodMs / 1000)} s.`;
  return {
    ...report,
    status: 'unknown',
    checks: report.checks.map((check) => ({ ...check, status: 'unknown', value: null, summary })),
  };
}
