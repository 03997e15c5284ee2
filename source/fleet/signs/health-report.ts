/** The pod's own health report: its worst check. */
import type { HealthCheck } from '../../../pod-agent/protocol/health-report.ts';
import type { PodEntry } from '../fleet.ts';
import { isHealthStale } from '../freshness.ts';
import type { Sign, SignRule } from './sign.ts';

/** The report's own alerts are in the stream already. */
export const healthReport: SignRule = { id: 'health-report', subject: 'health', reportAfterMs: null, find };

function find(entry: PodEntry, nowMs: number): Sign | null {
  if (entry.health === null || isHealthStale(entry, nowMs)) return null;
  const { status, checks } = entry.health.report;
  if (status !== 'fail' && status !== 'warn') return null;
  const worst = checks.find((check) => check.status === status);
  if (worst === undefined) return { kind: status, word: status, text: `Health report: ${status}.` };
  return { kind: status, word: wordOf(worst), text: worst.summary };
}

function wordOf(check: HealthCheck): string {
  const value = check.unit === 'percent' && check.value !== null ? ` ${Math.round(check.value)}%` : '';
  return `${check.id}${value === '' && check.status === 'fail' ? ' fails' : value}`;
}
