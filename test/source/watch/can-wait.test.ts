import { expect, test } from 'vitest';
import type { HealthAlert, HealthCheck, HealthReport } from '../../../pod-agent/protocol/health-report.ts';
import type { StopSwitch } from '../../../pod-agent/protocol/stop-switch.ts';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import { emptyFleet, reduceFleet } from '../../../source/fleet/reduce.ts';
import { canWait } from '../../../source/watch/can-wait.ts';
import { makePod, makeSample, nowMs } from '../fleet/make.ts';

const alert: HealthAlert = {
  fingerprint: 'disk:/',
  checkId: 'disk',
  severity: 'warn',
  summary: '/ is 91 % full',
  sinceMs: nowMs,
  resolvedAtMs: null,
};
const check: HealthCheck = {
  id: 'disk',
  status: 'warn',
  summary: '/ is 91 % full',
  value: 91,
  unit: 'percent',
  tookMs: 1,
};
const stopSwitch: StopSwitch = {
  ...{ idleStopMs: 3_600_000, endsAtMs: null, graceMs: 300_000, idleSinceMs: null, because: 'a GPU is busy' },
  ...{ firesAtMs: null, why: null, keptUntilMs: null, trouble: null },
};

function health(fields: Partial<HealthReport> = {}, podId = 'pod1'): FleetEvent {
  const report: HealthReport = {
    ...{ atMs: nowMs, sequence: 1, periodMs: 30_000, nextAtMs: nowMs + 30_000, tookMs: 2 },
    schema: 1,
    status: 'warn',
    checks: [check],
    alerts: [alert],
    stopSwitch,
    agent: { cpuPercent: 0, residentBytes: 0 },
    ...fields,
  };
  const frame = { kind: 'health', sequence: 1, source: 'monitor', report } as const;
  return { kind: 'frame', atMs: nowMs, podId, frame };
}

const listed: FleetEvent = {
  kind: 'pods-listed',
  provider: 'runpod',
  atMs: nowMs,
  pods: [makePod(), makePod({ id: 'pod2' })],
};
const fleet = reduceFleet(emptyFleet('test', { kind: 'waiting' }), [listed, health()]);

test('figures can wait, and the list of pods cannot', () => {
  expect(canWait({ kind: 'frame', atMs: nowMs, podId: 'pod1', frame: makeSample() }, fleet)).toBe(true);
  expect(canWait(listed, fleet)).toBe(false);
});

test('a report that says the same in other figures can wait', () => {
  const later: Partial<HealthReport> = {
    ...{ atMs: nowMs + 30_000, sequence: 2, nextAtMs: nowMs + 60_000, tookMs: 3 },
    checks: [{ ...check, summary: '/ is 92 % full', value: 92, tookMs: 2 }],
    alerts: [{ ...alert, summary: '/ is 92 % full' }],
    agent: { cpuPercent: 1, residentBytes: 9 },
  };
  expect(canWait(health(later), fleet)).toBe(true);
});

const news: readonly (readonly [what: string, fields: Partial<HealthReport>])[] = [
  ['another state', { status: 'fail' }],
  ['another state of a check', { checks: [{ ...check, status: 'unknown' }] }],
  ['one check less', { checks: [] }],
  ['a worse alert', { alerts: [{ ...alert, severity: 'fail' }] }],
  ['another alert', { alerts: [{ ...alert, fingerprint: 'disk:/workspace' }] }],
  ['an alert that is over', { alerts: [{ ...alert, resolvedAtMs: nowMs }] }],
  ['a pod about to stop itself', { stopSwitch: { ...stopSwitch, firesAtMs: nowMs, why: 'idle' } }],
];

test.each(news)('%s is news', (_what, fields) => {
  expect(canWait(health(fields), fleet)).toBe(false);
});

test('the first report of a pod is news', () => {
  expect(canWait(health({}, 'pod2'), fleet)).toBe(false);
});
