/** The monitor's checks and the alerts that they raised, worst first. Pure. */
import type { HealthCheckId, HealthStatus } from '../protocol/health-report.ts';
import type { ServedHealth } from '../protocol/served-health.ts';
import { worstFirst } from './signs.ts';
import { clock, duration } from './words.ts';

export type CheckView = {
  readonly status: HealthStatus;
  /** Beside the glyph: the status, but of an alert that is over, "over". */
  readonly word: string;
  readonly name: string;
  readonly summary: string;
};

export type AlertView = CheckView & {
  /** "since 14:02 UTC, 12 min ago". */
  readonly time: string;
};

const names: Readonly<Record<HealthCheckId, string>> = {
  app: 'App',
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  gpu: 'GPU',
};

export function checksOf(checks: ServedHealth['checks']): readonly CheckView[] {
  return [...checks]
    .sort((left, right) => worstFirst(left.status, right.status))
    .map(({ id, status, summary }) => ({ status, word: status, name: names[id], summary }));
}

/** @param podNowMs By the pod's clock, which alerts are dated by. Those that are over stand last, and are no longer bad. */
export function alertsOf(alerts: ServedHealth['alerts'], podNowMs: number): readonly AlertView[] {
  return alerts
    .map((alert) => ({ ...alert, status: alert.resolvedAtMs === null ? alert.severity : ('ok' as const) }))
    .sort((left, right) => worstFirst(left.status, right.status) || left.sinceMs - right.sinceMs)
    .map(({ status, checkId, summary, sinceMs, resolvedAtMs }) => ({
      status,
      word: resolvedAtMs === null ? status : 'over',
      name: names[checkId],
      summary,
      time:
        resolvedAtMs === null
          ? `since ${clock(sinceMs, podNowMs)}, ${duration(podNowMs - sinceMs)} ago`
          : `lasted ${duration(resolvedAtMs - sinceMs)}, ended ${duration(podNowMs - resolvedAtMs)} ago`,
    }));
}
