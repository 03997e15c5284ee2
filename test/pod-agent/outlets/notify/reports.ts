/** Health reports as the monitor makes them, with the alerts that a test wants. */
import type {
  HealthAlert,
  HealthCheckId,
  HealthReport,
  HealthStatus,
} from '../../../../pod-agent/protocol/health-report.ts';

export const startMs = Date.UTC(2026, 10, 25, 13, 20, 5);

export function alertOf(
  fingerprint: string,
  severity: HealthAlert['severity'],
  more: Partial<HealthAlert> = {},
): HealthAlert {
  return {
    fingerprint,
    checkId: checkOf(fingerprint),
    severity,
    summary: `${fingerprint} is bad.`,
    sinceMs: startMs,
    resolvedAtMs: null,
    ...more,
  };
}

/** All checks have answered, but for those that are given another status. */
export function reportOf(
  alerts: readonly HealthAlert[],
  more: { readonly atMs?: number; readonly unknown?: readonly HealthCheckId[] } = {},
): HealthReport {
  const atMs = more.atMs ?? startMs;
  const checks = (['app', 'cpu', 'memory', 'disk', 'gpu'] as const).map((id) => ({
    id,
    status: statusOf(id, alerts, more.unknown ?? []),
    summary: '',
    value: null,
    unit: null,
    tookMs: 0,
  }));
  return {
    schema: 1,
    atMs,
    sequence: 0,
    periodMs: 30_000,
    nextAtMs: atMs + 30_000,
    tookMs: 0,
    status: 'ok',
    checks,
    alerts,
    agent: { cpuPercent: null, residentBytes: null },
  };
}

function statusOf(
  id: HealthCheckId,
  alerts: readonly HealthAlert[],
  unknown: readonly HealthCheckId[],
): HealthStatus {
  if (unknown.includes(id)) return 'unknown';
  return (
    alerts.find(({ checkId, resolvedAtMs }) => checkId === id && resolvedAtMs === null)?.severity ?? 'ok'
  );
}

function checkOf(fingerprint: string): HealthCheckId {
  const [word = ''] = fingerprint.split(':');
  if (word === 'app' || word === 'cpu' || word === 'memory' || word === 'disk') return word;
  return 'gpu';
}
