/** What a health report says of the switch: how it stands, and an alert while it counts down. Pure. */
import type { HealthAlert, HealthReport } from '../protocol/health-report.ts';
import type { StopSwitch } from '../protocol/stop-switch.ts';

export const switchFingerprint = 'stop-switch';

/**
 * @param raised The alert that was told and has not been taken back; its end is told once.
 */
export function withSwitch(report: HealthReport, shown: StopSwitch, alert: HealthAlert | null): HealthReport {
  const alerts = alert === null ? report.alerts : [alert, ...report.alerts];
  return { ...report, alerts, stopSwitch: shown };
}

/** An alert stands at a check, and the checks are a closed set: it is the application that ends. */
export function switchAlert(about: {
  readonly shown: StopSwitch;
  readonly sinceMs: number;
  readonly resolvedAtMs: number | null;
}): HealthAlert {
  const { shown, sinceMs, resolvedAtMs } = about;
  return {
    fingerprint: switchFingerprint,
    checkId: 'app',
    severity: shown.trouble === null ? 'warn' : 'fail',
    summary: resolvedAtMs === null ? warningOf(shown) : 'The pod does not stop itself now.',
    sinceMs,
    resolvedAtMs,
  };
}

export function warningOf({ why, firesAtMs, trouble, idleSinceMs }: StopSwitch): string {
  if (trouble !== null) return `The pod should have stopped itself, and could not: ${trouble}`;
  const reason =
    why === 'time-to-live'
      ? 'Its time to live is over'
      : `Nobody is here and nothing runs${idleSinceMs === null ? '' : ` since ${clock(idleSinceMs)}`}`;
  const when = firesAtMs === null ? '' : ` at ${clock(firesAtMs)}`;
  return `${reason}: the pod stops itself${when}. "pod-agent keep 2h" puts it off.`;
}

/** "15:04Z" */
function clock(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 16)}Z`;
}
