/** An alert that says it is none, and its end: for trying whether a receiver takes them. Pure. */
import type { HealthAlert } from '../../protocol/health-report.ts';
import type { Notification } from './channel.ts';

/** Two notifications, the alert and its end, to be sent in this order. */
export function testNotifications(atMs: number): readonly Notification[] {
  const alert: HealthAlert = {
    fingerprint: 'app:notify-test',
    checkId: 'app',
    severity: 'warn',
    summary: 'This is a test of the notifications. Nothing is wrong.',
    sinceMs: atMs,
    resolvedAtMs: null,
  };
  const over = { ...alert, resolvedAtMs: atMs };
  return [
    { atMs, news: [{ kind: 'raised', alert, toldSeverity: null, isFlapping: false }] },
    { atMs, news: [{ kind: 'resolved', alert: over, toldSeverity: 'warn', isFlapping: false }] },
  ];
}
