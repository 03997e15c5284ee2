/** What the newest health report says, as numbers. */
import type { HealthReport, HealthStatus } from '../protocol/health-report.ts';
import { type Family, gauge } from './family.ts';

/** As the exit codes of monitoring plugins (Nagios and its kin). */
const numbers: Readonly<Record<HealthStatus, number>> = { ok: 0, warn: 1, fail: 2, unknown: 3 };
const meaning = '0 ok, 1 warn, 2 fail, 3 unknown.';

/** Before the first report nothing is known, and there is no check to speak of. */
export function healthFamilies(report: HealthReport | null): readonly Family[] {
  const checks = report?.checks ?? [];
  const open = (report?.alerts ?? []).filter(({ resolvedAtMs }) => resolvedAtMs === null);
  return [
    gauge('pod_health_status', `The pod as a whole: ${meaning}`, numbers[report?.status ?? 'unknown']),
    gauge(
      'pod_check_status',
      `Each check: ${meaning}`,
      checks.map(({ id, status }) => ({ labels: { check: id }, value: numbers[status] })),
    ),
    gauge(
      'pod_check_value',
      'The measured value of each check, in the unit that its label names.',
      checks.map(({ id, unit, value }) => ({ labels: { check: id, unit }, value })),
    ),
    gauge(
      'pod_alert_active',
      'Open alerts of each check, by severity. Of a check that is not known, those that were open when it was.',
      checks.flatMap(({ id, status }) =>
        (['warn', 'fail'] as const).map((severity) => {
          const count = open.filter((alert) => alert.checkId === id && alert.severity === severity).length;
          return {
            labels: { check: id, severity },
            value: count === 0 && status === 'unknown' ? null : count,
          };
        }),
      ),
    ),
  ];
}
