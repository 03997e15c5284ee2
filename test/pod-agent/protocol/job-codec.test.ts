import { describe, expect, test } from 'vitest';
import type { BenchmarkReport, Comparison } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { Diagnosis, Finding } from '../../../pod-agent/protocol/finding.ts';
import {
  decodeJobEvent,
  decodeJobLine,
  encodeJobEvent,
  encodeJobLine,
} from '../../../pod-agent/protocol/job-codec.ts';
import type { JobEvent, JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import { type JobLine, maxJobLineBytes } from '../../../pod-agent/protocol/job-wire.ts';
import type { OptimisationReport, TuningResult } from '../../../pod-agent/protocol/optimisation.ts';

const finding: Finding = {
  id: 'disk-full:/workspace',
  checkId: 'disk',
  title: '/workspace is full',
  status: 'fail',
  scope: 'container',
  evidence: [{ what: 'free space', value: '0 B', expected: null, source: 'statfs /workspace' }],
  causes: ['checkpoints'],
  impact: 'nothing can be saved',
  fix: { text: 'Remove old ones.', command: 'rm -f /workspace/tmp/*', safe: false, reversible: false },
  documentation: null,
  causedBy: null,
};

const diagnosis = (findings: readonly Finding[]): Diagnosis => ({
  schema: 1,
  atMs: 1,
  tookMs: 2,
  via: 'agent',
  status: 'fail',
  checks: [{ checkId: 'disk', title: 'Disk', status: 'fail', summary: 'full', tookMs: 3 }],
  findings,
});

const report: BenchmarkReport = {
  schema: 1,
  atMs: 1,
  tookMs: 2,
  isQuick: true,
  scope: 'loopback',
  url: 'http://127.0.0.1:80/',
  fingerprint: { podId: 'p1', gpu: 'H100' },
  tests: [
    {
      testId: 'health-response',
      title: 'Health',
      status: 'done',
      rating: 'excellent',
      summary: 'below 100 ms',
      figures: [{ name: 'p99', value: null, unit: 'ms' }],
      slices: [{ name: 'p50', unit: 'ms', better: 'lower', values: [1.25, 2] }],
      notes: ['loopback'],
      tookMs: 4,
    },
  ],
  generator: { cpuPercent: 12.5, loopDelayP99Ms: null, isLimiting: false },
};

const comparison: Comparison = {
  schema: 1,
  beforeAtMs: 1,
  afterAtMs: 2,
  differences: [],
  figures: [
    {
      testId: 'health-response',
      name: 'p50',
      unit: 'ms',
      medianBefore: 1,
      medianAfter: 2,
      changePercent: 100,
      intervalPercent: [50, 150],
      pValue: 0.0000123456,
      countBefore: 10,
      countAfter: 10,
      verdict: 'worse',
    },
  ],
  verdict: 'regression',
  summary: 'slower',
};

const tuning: TuningResult = {
  id: 'open-files',
  title: 'Open files',
  status: 'partial',
  before: '1024',
  wanted: '65536',
  after: null,
  scope: 'process',
  evidence: 'it was tried',
  errno: 'EPERM',
  fix: null,
  tookMs: 1,
};

const optimisation: OptimisationReport = {
  schema: 1,
  atMs: 1,
  tookMs: 2,
  dryRun: false,
  tunings: [tuning],
  unfinished: ['swappiness'],
};

const bodies: readonly JobEventBody[] = [
  { kind: 'step-began', step: 'disk', title: 'Disk' },
  { kind: 'step-ended', step: 'disk', outcome: 'warn', text: 'nearly full', tookMs: 3 },
  { kind: 'output', level: 'warn', text: 'a line' },
  { kind: 'progress', fraction: 0.5, text: 'half' },
  { kind: 'point', series: 'requests', unit: 'req/s', value: 1234.5, elapsedMs: 100 },
  { kind: 'finding', finding },
  { kind: 'diagnosis', diagnosis: diagnosis([finding]) },
  { kind: 'benchmark', report },
  { kind: 'comparison', comparison },
  { kind: 'tuning', tuning },
  { kind: 'optimisation', report: optimisation },
  { kind: 'verdict', verdict: 'inconclusive', text: 'nobody knows', exitCode: 3 },
];

const numbered = (body: JobEventBody): JobEvent => ({ ...body, sequence: 7, atMs: 1_800_000_000_123 });

describe('an event of a job', () => {
  test.each(bodies.map(numbered))('of kind $kind comes back whole from its line', (event) => {
    const line = encodeJobEvent(event);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(decodeJobEvent(line)).toEqual({ ok: true, line: event, dropped: [] });
    expect(decodeJobLine(line)).toEqual({ ok: true, line: event, dropped: [] });
  });

  test('keeps small figures, such as a p value, to nine digits', () => {
    const line = encodeJobEvent(numbered({ kind: 'progress', fraction: 0.000012345678912345, text: '' }));
    expect(line).toContain('"fraction":0.0000123456789,');
  });

  test('of a diagnosis with 60 long findings fits its line', () => {
    const long = 'long '.repeat(100);
    const evidence = Array.from({ length: 6 }, () => ({
      what: long,
      value: long,
      expected: long,
      source: '/x',
    }));
    const findings = Array.from({ length: 60 }, (_, index) => ({
      ...finding,
      id: `finding-${index}`,
      title: long.slice(0, 200),
      evidence: evidence.slice(0, 3),
      causes: [long, long],
    }));
    const event = numbered({ kind: 'diagnosis', diagnosis: diagnosis(findings) });
    expect(encodeJobEvent(event).length).toBeGreaterThan(128 * 1024);
    expect(decodeJobEvent(encodeJobEvent(event))).toEqual({ ok: true, line: event, dropped: [] });
  });

  test('that is longer than a line may be gives its number to a line that says so', () => {
    const findings = Array.from({ length: 200 }, () => ({
      ...finding,
      causes: Array(16).fill('x'.repeat(900)),
    }));
    const line = encodeJobEvent(numbered({ kind: 'diagnosis', diagnosis: diagnosis(findings) }));
    expect(decodeJobEvent(line)).toMatchObject({
      line: {
        kind: 'output',
        sequence: 7,
        text: `An event of kind "diagnosis" was longer than ${maxJobLineBytes} bytes and is left out.`,
      },
    });
  });

  test('loses a command that is too long rather than its end', () => {
    const fix = { text: '', command: 'x'.repeat(4001), safe: true, reversible: true };
    const line = JSON.stringify(numbered({ kind: 'finding', finding: { ...finding, fix } }));
    expect(decodeJobEvent(line)).toMatchObject({ ok: true, line: { finding: { fix: { command: null } } } });
  });

  test.each([
    ['{"kind":"hologram","sequence":3,"atMs":1}', 'unknown-kind', 3],
    ['{"kind":"toString","sequence":3}', 'unknown-kind', 3],
    ['{"kind":"job-hello","sequence":-3}', 'unknown-kind', null],
    ['{"kind":"output","level":"loud","text":"x","sequence":4,"atMs":1}', 'garbled', 4],
    ['{"kind":"verdict","verdict":"pass","text":"x","exitCode":0.5,"sequence":4,"atMs":1}', 'garbled', 4],
    ['{"kind":"output"', 'garbled', null],
    ['[]', 'garbled', null],
    [`"${'x'.repeat(maxJobLineBytes)}"`, 'garbled', null],
  ])('does not come from %.60s', (line, reason, sequence) => {
    expect(decodeJobEvent(line)).toMatchObject({ ok: false, reason, sequence });
  });

  test('repeats nothing of a line that it refuses', () => {
    const comparing = {
      ...numbered({ kind: 'comparison', comparison }),
      comparison: { ...comparison, figures: [{ ...comparison.figures[0], intervalPercent: ['\u001b[2J'] }] },
    };
    expect(decodeJobEvent(JSON.stringify(comparing))).toMatchObject({
      ok: false,
      message: 'comparison.comparison.figures[].intervalPercent is missing or out of range.',
    });
  });
});

test.each<JobLine>([
  {
    kind: 'job-hello',
    protocol: 1,
    id: 'a-job-id',
    nonce: null,
    jobKind: 'fix',
    pid: null,
    state: 'running',
    isNew: true,
    beganAtMs: 1,
    bootId: null,
    agentVersion: '1',
  },
  { kind: 'job-absent', id: 'a-job-id', nonce: 'n', bootId: 'b:1' },
  { kind: 'job-beat', atMs: 1 },
])('the line $kind comes back whole, and is no event', (line) => {
  expect(decodeJobLine(encodeJobLine(line))).toEqual({ ok: true, line, dropped: [] });
  expect(decodeJobEvent(encodeJobLine(line))).toMatchObject({ ok: false, reason: 'unknown-kind' });
});
