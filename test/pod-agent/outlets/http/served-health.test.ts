import { describe, expect, test } from 'vitest';
import { fallbackHealth } from '../../../../pod-agent/outlets/http/fallback-health.ts';
import { servedHealth } from '../../../../pod-agent/outlets/http/served-health.ts';
import type { GpuCardReading, GpuReading } from '../../../../pod-agent/protocol/readings.ts';
import { sample } from '../../protocol/frames-of-everything.ts';
import { failedPhase, report, reportAtMs, reportWith, view } from './views.ts';

const soon = reportAtMs + 10_000;

describe('status and summary', () => {
  test('of a pod that is well', () => {
    expect(servedHealth(view, soon)).toMatchObject({
      schema: 1,
      status: 'ok',
      live: true,
      summary: '2 checks, all well',
      version: '1.4.0',
      revision: 'abc1234',
      agentVersion: '0.1.0',
      podId: 'pod1',
      bootId: 'boot:1',
      uptimeSeconds: 62,
      atMs: soon,
      report: { atMs: reportAtMs, ageSeconds: 10, periodSeconds: 30 },
      start: null,
    });
  });

  test('name what was left out of a pod that is well', () => {
    const withUnknown = { ...reportWith('unknown', 'No GPU found.'), status: 'ok' } as const;
    expect(servedHealth({ ...view, report: withUnknown }, soon).summary).toBe(
      '2 checks, all well; not checked: disk',
    );
  });

  test.each(['warn', 'fail', 'unknown'] as const)('are those of the worst check: %s', (status) => {
    const served = servedHealth({ ...view, report: reportWith(status, '/ is 96 % full') }, soon);
    expect(served).toMatchObject({ status, summary: 'disk: / is 96 % full' });
  });

  test('before the first report, nothing is known', () => {
    const served = servedHealth({ ...view, report: null, sample: null }, soon);
    expect(served).toMatchObject({ status: 'unknown', live: true, report: null, checks: [], alerts: [] });
    expect(served.gpu).toEqual({ count: null, expected: null, cards: [] });
  });

  test('of a report older than three periods are unknown, with its age', () => {
    expect(servedHealth(view, reportAtMs + 90_000).status).toBe('ok');
    const served = servedHealth(view, reportAtMs + 91_000);
    expect(served.status).toBe('unknown');
    expect(served.summary).toContain('91 s old');
    expect(served.checks.map(({ status, value }) => [status, value])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
    expect(served.gpu).toEqual({ count: null, expected: 1, cards: [] });
    expect(served.report?.ageSeconds).toBe(91);
  });

  test('a clock that was set back makes no report of the future', () => {
    expect(servedHealth(view, reportAtMs - 5000).report?.ageSeconds).toBe(0);
  });

  test('of a report more than one period ahead are unknown, since it would be fresh until the clock is there again', () => {
    expect(servedHealth(view, reportAtMs - 30_000).status).toBe('ok');
    const served = servedHealth(view, reportAtMs - 31_000);
    expect(served.status).toBe('unknown');
    expect(served.summary).toContain(
      "The monitor's last report is dated 31 s from now, as when the clock was set back;",
    );
  });

  test('of a pod that did not start are the phase that failed and what it found', () => {
    const start = { state: 'failed', tookMs: 60, phases: [failedPhase] } as const;
    expect(servedHealth({ ...view, start }, soon)).toMatchObject({
      status: 'fail',
      summary: 'The pod did not start: nginx: port 80 is held by another nginx',
      start,
    });
    expect(servedHealth({ ...view, start: { ...start, state: 'starting' } }, soon).status).toBe('ok');
  });
});

describe('the GPUs', () => {
  const [good] = sample.gpu?.cards ?? [];
  if (good === undefined || sample.gpu === undefined) throw new Error('the sample has no card');
  const gpuOf = (gpu: Partial<GpuReading>) =>
    servedHealth({ ...view, sample: { ...sample, gpu: { ...sample.gpu, ...gpu } as GpuReading } }, soon).gpu;
  const cards = (...statuses: readonly GpuCardReading['status'][]) =>
    statuses.map((status, index) => ({ ...good, index, status }));

  test('a lost card is shown and not counted', () => {
    const gpu = gpuOf({ cards: cards('ok', 'lost', 'ok'), expectedCount: 3, failure: null });
    expect(gpu).toMatchObject({ count: 2, expected: 3 });
    expect(gpu.cards.map(({ status }) => status)).toEqual(['ok', 'lost', 'ok']);
    expect(gpu.cards[0]).toEqual({
      index: 0,
      name: good.name,
      status: 'ok',
      utilizationPercent: 98,
      memoryUsedBytes: 8e9,
      memoryTotalBytes: 8.5e10,
      temperatureCelsius: 61,
      powerWatts: 640.2,
    });
  });

  test('a tool that finds none has counted; one that hangs has not', () => {
    const failed = (code: 'no-devices' | 'timeout') =>
      gpuOf({ cards: [], failure: { code, message: 'it failed' } }).count;
    expect(failed('no-devices')).toBe(0);
    expect(failed('timeout')).toBeNull();
  });

  test('figures older than a minute count for nothing', () => {
    expect(gpuOf({ ageMs: 61_000 })).toEqual({ count: null, expected: 1, cards: [] });
  });
});

test('lists and texts have an end', () => {
  const [first] = report.checks;
  if (first === undefined) throw new Error('the report has no check');
  const alert = {
    fingerprint: 'secret-ish',
    checkId: 'disk',
    severity: 'warn',
    summary: 'y'.repeat(5000),
    sinceMs: 1,
    resolvedAtMs: null,
  } as const;
  const long = {
    ...report,
    checks: Array.from({ length: 100 }, () => ({ ...first, summary: 'x'.repeat(5000) })),
    alerts: Array.from({ length: 100 }, () => alert),
  };
  const phases = Array.from({ length: 100 }, () => ({
    ...failedPhase,
    found: Array.from({ length: 100 }, () => 'z'.repeat(5000)),
  }));
  const served = servedHealth({ ...view, report: long, start: { state: 'ready', tookMs: 1, phases } }, soon);
  expect(served.checks).toHaveLength(16);
  expect(served.alerts).toHaveLength(32);
  expect(served.start?.phases).toHaveLength(32);
  expect(JSON.stringify(served).length).toBeLessThan(300_000);
  expect(served.alerts[0]).not.toHaveProperty('fingerprint');
});

test('the fallback says that nothing is known, in the same fields', () => {
  const fallback: unknown = JSON.parse(fallbackHealth(view.identity));
  expect(Object.keys(fallback as object).sort()).toEqual(Object.keys(servedHealth(view, soon)).sort());
  expect(fallback).toMatchObject({
    live: false,
    status: 'unknown',
    version: '1.4.0',
    atMs: null,
    uptimeSeconds: null,
    report: null,
    checks: [],
    gpu: { count: null, expected: null, cards: [] },
  });
  expect(JSON.stringify(fallback)).toContain('does not answer');
});
