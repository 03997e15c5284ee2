/** Small makers of jobs and their events: literal data with the fields that a test is about. */
import type { BenchmarkReport } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { JobEvent, JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import type { Job, PodRun } from '../../../source/jobs/model/job.ts';

export const startedAtMs = 1_800_000_000_000;

export function makeRun(fields: Partial<PodRun> = {}): PodRun {
  return {
    podId: 'pod1',
    podName: 'train-1',
    state: { kind: 'waiting' },
    events: [],
    droppedCount: 0,
    progress: null,
    livesInPod: false,
    ...fields,
  };
}

export function makeJob(fields: Partial<Job> = {}): Job {
  return {
    id: '20270115T080000000-41-a1b2c3',
    number: 41,
    kind: 'diagnose',
    arguments: {},
    startedAtMs,
    endedAtMs: null,
    runs: [makeRun()],
    origin: 'here',
    areEventsLoaded: true,
    ...fields,
  };
}

export function outputEvent(sequence: number, text = `line ${sequence}`): JobEvent {
  return { kind: 'output', level: 'info', text, sequence, atMs: startedAtMs + sequence };
}

export const pass: JobEventBody = { kind: 'verdict', verdict: 'pass', text: 'Well.', exitCode: 0 };

export function makeReport(
  values: readonly number[],
  fields: Partial<BenchmarkReport> = {},
): BenchmarkReport {
  return {
    schema: 1,
    atMs: startedAtMs,
    tookMs: 10_000,
    isQuick: true,
    scope: 'loopback',
    url: 'http://127.0.0.1:80/',
    fingerprint: { pod: 'pod1', gpu: 'H100', nginx: '1.22.1' },
    tests: [
      {
        testId: 'health-response',
        title: 'Health endpoint',
        status: 'done',
        rating: 'excellent',
        summary: 'under 100 ms',
        figures: [{ name: 'p50', value: values[0] ?? null, unit: 'ms' }],
        slices: [{ name: 'response time', unit: 'ms', better: 'lower', values }],
        notes: [],
        tookMs: 1000,
      },
    ],
    generator: null,
    ...fields,
  };
}
