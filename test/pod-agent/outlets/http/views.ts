/** What an agent may know in the moment of a request, for tests of its pages. */
import type { AgentView } from '../../../../pod-agent/outlets/http/agent-view.ts';
import type { HealthReport } from '../../../../pod-agent/protocol/health-report.ts';
import type { ServedPhase } from '../../../../pod-agent/protocol/served-health.ts';
import { health, sample } from '../../protocol/frames-of-everything.ts';

export const reportAtMs = 1_790_000_001_000;

export const report: HealthReport = {
  ...health.report,
  atMs: reportAtMs,
  periodMs: 30_000,
  status: 'ok',
  checks: [
    { id: 'app', status: 'ok', summary: 'answers in 3 ms', value: 3, unit: 'milliseconds', tookMs: 3 },
    { id: 'memory', status: 'ok', summary: '40 % used', value: 40, unit: 'percent', tookMs: 0 },
  ],
  alerts: [],
};

export const view: AgentView = {
  report,
  sample: { ...sample, replayed: false },
  start: null,
  identity: {
    version: '1.4.0',
    revision: 'abc1234',
    agentVersion: '0.1.0',
    podId: 'pod1',
    bootId: 'boot:1',
  },
  uptimeSeconds: 61.7,
};

/** The report with one check as given, and the status that follows. */
export function reportWith(status: HealthReport['status'], summary: string): HealthReport {
  const check = { id: 'disk', status, summary, value: 96, unit: 'percent', tookMs: 0 } as const;
  return { ...report, status, checks: [...report.checks, check] };
}

export const failedPhase: ServedPhase = {
  id: 'nginx',
  outcome: 'failed',
  tookMs: 40,
  found: ['port 80 is held by another nginx'],
  fix: 'End the other nginx.',
};
