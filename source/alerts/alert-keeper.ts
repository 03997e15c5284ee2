/** The open alerts of one snapshot and second, worked out once: the header and the page both ask for them. */
import type { Fleet } from '../fleet/fleet.ts';
import type { Alert } from './alert.ts';
import { openAlerts } from './open-alerts.ts';

const kept = new WeakMap<Fleet, { readonly atMs: number; readonly alerts: readonly Alert[] }>();

export function keptAlerts(fleet: Fleet, nowMs: number): readonly Alert[] {
  const known = kept.get(fleet);
  if (known?.atMs === nowMs) return known.alerts;
  const alerts = openAlerts(fleet, nowMs);
  kept.set(fleet, { atMs: nowMs, alerts });
  return alerts;
}
