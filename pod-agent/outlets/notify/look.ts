/** A report as one receiver's rules see it. Pure. */
import type { HealthAlert, HealthReport } from '../../protocol/health-report.ts';

export type NewsRules = {
  readonly repeatMs: number;
  readonly minSeverity: HealthAlert['severity'];
  /** The receiver keeps the state itself: each change is told at once, a fall to warn as well. */
  readonly tellsEveryChange: boolean;
};

export type Look = {
  /** What goes on and is severe enough to be told. */
  readonly firing: ReadonlyMap<string, HealthAlert>;
  /** All that goes on. */
  readonly names: ReadonlySet<string>;
  readonly resolved: ReadonlyMap<string, HealthAlert>;
  /** Checks of which something is known: of the others nothing is over. */
  readonly answered: ReadonlySet<string>;
  readonly atMs: number;
  readonly rules: NewsRules;
  readonly nowMs: number;
};

/** @param about `nowMs` is by a clock that never jumps. */
export function lookAt(about: {
  readonly report: HealthReport;
  readonly rules: NewsRules;
  readonly nowMs: number;
}): Look {
  const { report, rules, nowMs } = about;
  const open = report.alerts.filter(({ resolvedAtMs }) => resolvedAtMs === null);
  const over = report.alerts.filter(({ resolvedAtMs }) => resolvedAtMs !== null);
  const severe = open.filter(({ severity }) => severity === 'fail' || rules.minSeverity === 'warn');
  return {
    firing: byFingerprint(severe),
    names: new Set(open.map(({ fingerprint }) => fingerprint)),
    resolved: byFingerprint(over),
    answered: new Set(report.checks.filter(({ status }) => status !== 'unknown').map(({ id }) => id)),
    atMs: report.atMs,
    rules,
    nowMs,
  };
}

function byFingerprint(alerts: readonly HealthAlert[]): ReadonlyMap<string, HealthAlert> {
  return new Map(alerts.map((alert) => [alert.fingerprint, alert]));
}
