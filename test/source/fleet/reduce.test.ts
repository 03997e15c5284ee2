import { expect, test } from 'vitest';
import type { HealthReport } from '../../../pod-agent/protocol/health-report.ts';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import { maxOutputLines, maxReports } from '../../../source/fleet/fleet.ts';
import { bucketsOf } from '../../../source/fleet/questions.ts';
import { emptyFleet, reduceFleet } from '../../../source/fleet/reduce.ts';
import { makeCard, makePod, makeSample, nowMs } from './make.ts';

const listed = (atMs: number, ...pods: ReturnType<typeof makePod>[]): FleetEvent => ({
  kind: 'pods-listed',
  provider: 'runpod',
  atMs,
  pods,
});
const sampled = (atMs: number, frame = makeSample()): FleetEvent => ({
  kind: 'frame',
  atMs,
  podId: 'pod1',
  frame,
});
const start = reduceFleet(emptyFleet('test', { kind: 'waiting' }), [listed(nowMs, makePod())]);

function health(status: HealthReport['status'], alerts: HealthReport['alerts'] = []): FleetEvent {
  const report: HealthReport = {
    schema: 1,
    atMs: nowMs,
    sequence: 1,
    periodMs: 30_000,
    nextAtMs: nowMs + 30_000,
    tookMs: 2,
    status,
    alerts,
    checks: [{ id: 'app', status, summary: 'app answers 503', value: null, unit: null, tookMs: 1 }],
    agent: { cpuPercent: 0, residentBytes: 0 },
  };
  return {
    kind: 'frame',
    atMs: nowMs,
    podId: 'pod1',
    frame: { kind: 'health', sequence: 1, source: 'monitor', report },
  };
}

test('the first list is not news; a pod that comes later, goes or changes is', () => {
  expect(start.reports).toHaveLength(0);
  const later = reduceFleet(start, [listed(nowMs + 1, makePod(), makePod({ id: 'pod2', name: 'new' }))]);
  expect(later.reports.map((report) => report.text)).toEqual(['New in the account.']);
  const gone = reduceFleet(later, [listed(nowMs + 2, makePod({ state: { kind: 'stopped', by: 'user' } }))]);
  expect([...gone.pods.keys()]).toEqual(['pod1']);
  expect(gone.reports.map((report) => report.text)).toContain('running → stopped');
});

test('figures of a container that was stopped or made anew are dropped', () => {
  const live = reduceFleet(start, [sampled(nowMs)]);
  expect(live.pods.get('pod1')?.sample).not.toBeNull();
  for (const pod of [makePod({ state: { kind: 'stopped', by: 'user' } }), makePod({ generation: 'g2' })])
    expect(reduceFleet(live, [listed(nowMs + 1, pod)]).pods.get('pod1')?.sample).toBeNull();
});

test('a container that is started or made anew is known by the time', () => {
  const containerSince = (...pods: ReturnType<typeof makePod>[]) =>
    pods
      .reduce((fleet, pod, index) => reduceFleet(fleet, [listed(nowMs + index, pod)]), start)
      .pods.get('pod1')?.containerSinceMs;
  expect(containerSince(makePod())).toBeNull();
  expect(containerSince(makePod({ state: { kind: 'initialising' } }), makePod())).toBe(nowMs + 1);
  expect(containerSince(makePod({ generation: 'g2' }))).toBe(nowMs);
});

test('a gap in the samples stays a gap in the history', () => {
  const fleet = reduceFleet(start, [
    sampled(nowMs),
    sampled(nowMs + 3000, makeSample({}, [makeCard({ utilizationPercent: 10 })])),
  ]);
  const series = fleet.pods.get('pod1')?.history.gpuPercent;
  if (series === undefined) throw new Error('no history');
  expect(bucketsOf(series, { nowSecond: nowMs / 1000 + 3, seconds: 5, buckets: 5 })).toEqual([
    null,
    95,
    null,
    null,
    10,
  ]);
});

test('replayed samples fill the gap and are not shown as live', () => {
  const replayed = makeSample({ atMs: nowMs - 2000, replayed: true }, [makeCard({ utilizationPercent: 33 })]);
  const fleet = reduceFleet(start, [sampled(nowMs), sampled(nowMs + 1, replayed)]);
  const entry = fleet.pods.get('pod1');
  expect(entry?.sample?.receivedAtMs).toBe(nowMs);
  if (entry === undefined) throw new Error('no pod');
  expect(bucketsOf(entry.history.gpuPercent, { nowSecond: nowMs / 1000, seconds: 3, buckets: 3 })).toEqual([
    33,
    null,
    95,
  ]);
});

test('idle counts from the first idle sample and ends with work', () => {
  const idle = makeSample({}, [makeCard({ utilizationPercent: 0 })]);
  const still = reduceFleet(start, [sampled(nowMs, idle), sampled(nowMs + 2000, idle)]);
  expect(still.pods.get('pod1')?.idleSinceMs).toBe(nowMs);
  expect(reduceFleet(still, [sampled(nowMs + 6000)]).pods.get('pod1')?.idleSinceMs).toBeNull();
});

test('an alert is said once when raised, once when resolved', () => {
  const alert = {
    fingerprint: 'app',
    checkId: 'app',
    severity: 'fail',
    summary: 'app answers 503',
    sinceMs: nowMs,
    resolvedAtMs: null,
  } as const;
  const raised = reduceFleet(start, [health('fail', [alert]), health('fail', [alert])]);
  expect(raised.reports.map((report) => [report.level, report.text, report.count])).toEqual([
    ['fail', 'app answers 503', 1],
  ]);
  const resolved = reduceFleet(raised, [health('ok', [{ ...alert, resolvedAtMs: nowMs }])]);
  expect(resolved.reports.map((report) => report.text)).toEqual([
    'app answers 503',
    'resolved: app answers 503',
    '1 of 1 checks ok',
  ]);
});

test('ids of reports and of output grow towards the newest, through repeats and when the oldest are dropped', () => {
  const said = (text: string): FleetEvent => ({
    kind: 'report',
    atMs: nowMs,
    level: 'info',
    podId: null,
    podName: '',
    subject: 'link',
    text,
    fingerprint: text,
  });
  const twice = reduceFleet(start, [said('a'), said('b'), said('a'), said('c')]);
  expect(twice.reports.map(({ id, text, count }) => [id, text, count])).toEqual([
    [2, 'b', 1],
    [3, 'a', 2],
    [4, 'c', 1],
  ]);
  let fleet = twice;
  for (let batch = 0; batch < 6; batch++)
    fleet = reduceFleet(
      fleet,
      Array.from({ length: 300 }, (_, index): FleetEvent[] => [
        said(`${batch} ${index % 170}`),
        { kind: 'output', atMs: nowMs, level: 'info', text: 'line' },
      ]).flat(),
    );
  for (const lines of [fleet.reports, fleet.output])
    expect(lines.every((line, index) => index === 0 || line.id > (lines[index - 1]?.id ?? 0))).toBe(true);
  expect([fleet.reports.length, fleet.output.length]).toEqual([maxReports, maxOutputLines]);
});

test('a first report is news only where all is not well', () => {
  expect(reduceFleet(start, [health('ok')]).reports).toEqual([]);
  expect(reduceFleet(start, [health('unknown')]).reports).toHaveLength(1);
  const again = reduceFleet(start, [health('ok'), health('unknown'), health('ok')]);
  expect(again.reports.map(({ level }) => level)).toEqual(['unknown', 'ok']);
});

test('an API that fails keeps the pods and the time of its last answer', () => {
  const fleet = reduceFleet(start, [
    { kind: 'cloud-failed', atMs: nowMs + 9, reason: 'no answer', hint: 'wait' },
  ]);
  expect(fleet.cloud).toEqual({
    kind: 'failing',
    sinceMs: nowMs + 9,
    answeredAtMs: nowMs,
    reason: 'no answer',
    hint: 'wait',
  });
  expect(fleet.pods.size).toBe(1);
});

test('an action that the API never shows is given up after a minute, with a word', () => {
  const asked = reduceFleet(start, [{ kind: 'asked', atMs: nowMs, podId: 'pod1', action: 'stop' }]);
  expect(asked.pods.get('pod1')?.pending).not.toBeNull();
  const later = reduceFleet(asked, [listed(nowMs + 61_000, makePod())]);
  expect(later.pods.get('pod1')?.pending).toBeNull();
  expect(later.reports.at(-1)?.text).toBe('Still running, a minute after it was asked to stop.');
});

test('idleness is not counted over time that nobody saw', () => {
  const idle = makeSample({}, [makeCard({ utilizationPercent: 0 })]);
  const later = nowMs + 3 * 3_600_000;
  const fleet = reduceFleet(start, [sampled(nowMs, idle), sampled(later, idle)]);
  expect(fleet.pods.get('pod1')?.idleSinceMs).toBe(later);
});
