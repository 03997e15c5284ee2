/** Which events nobody waits for: figures, and a pod that says again what it has said. They are shown with the clock. */
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';

/**
 * A pod reports its health every 30 s whether or not anything has changed, and at another moment than its neighbours:
 * shown at once, the reports of 50 pods would make more frames than all their figures.
 *
 * @param fleet As it was before the event.
 */
export function canWait(event: FleetEvent, fleet: Fleet): boolean {
  if (event.kind === 'money-seen') return true;
  if (event.kind !== 'frame') return false;
  const { frame, podId } = event;
  if (frame.kind === 'sample') return true;
  if (frame.kind !== 'health') return false;
  const before = fleet.pods.get(podId)?.health?.report;
  return before !== undefined && verdictOf(before) === verdictOf(frame.report);
}

/** All of a report that an operator acts on; measured values and ages change with each. */
function verdictOf({ status, checks, alerts, stopSwitch }: HealthReport): string {
  return JSON.stringify([
    status,
    checks.map((check) => [check.id, check.status]),
    alerts.map(({ fingerprint, severity, resolvedAtMs }) => [fingerprint, severity, resolvedAtMs !== null]),
    stopSwitch ?? null,
  ]);
}
