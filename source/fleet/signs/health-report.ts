/** The pod's own health report: its worst check. */
import type { HealthAlert, HealthCheck } from '../../../pod-agent/protocol/health-report.ts';
import type { PodEntry } from '../fleet.ts';
import { isHealthStale } from '../freshness.ts';
import type { Sign, SignRule } from './sign.ts';

/** The report's own alerts are in the stream already. */
export const healthReport: SignRule = { id: 'health-report', subject: 'health', reportAfterMs: null, find };

function find(entry: PodEntry, nowMs: number): Sign | null {
  if (entry.health === null || isHealthStale(entry, nowMs)) return null;
  const { status, checks, alerts } = entry.health.report;
  if (status !== 'fail' && status !== 'warn') return null;
  const alert = alerts.find((each) => each.severity === status && each.resolvedAtMs === null);
  const worst = checks.find((check) => check.status === status);
  const text = alert?.summary ?? worst?.summary ?? `Health report: ${status}.`;
  return { kind: status, word: wordOf(alert, worst) ?? status, text };
}

/** What went wrong where the figure beside it does not say so: after an OOM kill memory is low again. */
const words: Readonly<Record<string, string>> = {
  'memory:oom-kill': 'OOM kill',
  'app:down': 'app fails',
  'app:latency': 'app slow',
};

function wordOfAlert(fingerprint: string): string | undefined {
  if (fingerprint.startsWith('gpu:') && fingerprint.endsWith(':temperature')) return 'GPU hot';
  return words[fingerprint];
}

function wordOf(alert: HealthAlert | undefined, check: HealthCheck | undefined): string | null {
  const word = alert === undefined ? undefined : wordOfAlert(alert.fingerprint);
  if (word !== undefined || check === undefined) return word ?? null;
  if (check.unit === 'percent' && check.value !== null) return `${check.id} ${Math.round(check.value)}%`;
  return check.status === 'fail' ? `${check.id} fails` : check.id;
}
