/** Jobs as an operator may have them: a diagnosis with a cause and its consequences, a benchmark that runs, an optimisation, several pods, a past one. */
import type { BenchmarkReport, Comparison, Figure } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { Diagnosis, Finding } from '../../../pod-agent/protocol/finding.ts';
import type { JobEvent, JobEventBody, JobVerdict } from '../../../pod-agent/protocol/job-events.ts';
import type { OptimisationReport } from '../../../pod-agent/protocol/optimisation.ts';
import type { Job, JobsSnapshot, PodRun, RunState } from '../../../source/jobs/model/job.ts';
import { fixtureNowMs } from './fixture-fleet.ts';

const minute = 60_000;

export function eventsOf(bodies: readonly JobEventBody[], fromMs = fixtureNowMs - 20_000): JobEvent[] {
  return bodies.map((body, index) => ({ ...body, sequence: index + 1, atMs: fromMs + index * 400 }));
}

export function makeFinding(fields: Partial<Finding> & { readonly id: string }): Finding {
  return {
    checkId: 'nginx',
    title: fields.id,
    status: 'fail',
    scope: 'container',
    evidence: [],
    causes: [],
    impact: null,
    fix: null,
    documentation: null,
    causedBy: null,
    ...fields,
  };
}

export function makeRun(fields: Partial<PodRun> = {}): PodRun {
  return {
    podId: 'k1x2q7w1',
    podName: 'llama-sft-0',
    state: { kind: 'running', sinceMs: fixtureNowMs - 12_000 },
    events: [],
    droppedCount: 0,
    progress: null,
    livesInPod: false,
    ...fields,
  };
}

export function makeJob(fields: Partial<Job> & { readonly number: number }): Job {
  return {
    id: `job-${String(fields.number).padStart(4, '0')}`,
    kind: 'diagnose',
    arguments: {},
    startedAtMs: fixtureNowMs - 12_000,
    endedAtMs: null,
    runs: [makeRun()],
    origin: 'here',
    areEventsLoaded: true,
    ...fields,
  };
}

export function ended(verdict: JobVerdict, text: string, atMs = fixtureNowMs - 5000): RunState {
  return { kind: 'ended', atMs, verdict, text, exitCode: verdict === 'pass' ? 0 : 2 };
}

export const fullDisk = makeFinding({
  id: 'disk-full:/workspace',
  checkId: 'disk',
  title: '/workspace is full: 0 B free of 100 GiB',
  evidence: [
    {
      what: 'free space of /workspace',
      value: '0 B',
      expected: 'at least 5 GiB',
      source: 'statfs /workspace',
    },
    {
      what: 'largest below it',
      value: '61 GiB in /workspace/cache/huggingface',
      expected: null,
      source: 'du -x',
    },
  ],
  causes: ['checkpoints are kept without a limit', 'the cache of model downloads has grown'],
  impact: 'the application cannot write checkpoints or logs, and requests that write fail',
  fix: {
    text: 'remove the download cache; it is fetched again when it is needed',
    command: 'rm -rf /workspace/cache/huggingface/downloads',
    safe: true,
    reversible: false,
  },
  documentation: 'A disk is full',
});

export const swapped = makeFinding({
  id: 'swap-used',
  checkId: 'memory',
  title: '3.1 GiB are swapped out',
  status: 'warn',
  fix: { text: 'find out what grew and end it', command: null, safe: false, reversible: false },
});

export const findings: readonly Finding[] = [
  fullDisk,
  makeFinding({
    id: 'log-enospc',
    checkId: 'logs',
    title: '214 lines in 5 minutes say “No space left on device”',
    status: 'warn',
    causedBy: 'disk-full:/workspace',
  }),
  makeFinding({
    id: 'nginx-5xx',
    title: 'nginx answers 502 to 38 % of requests',
    causedBy: 'disk-full:/workspace',
  }),
  swapped,
];

export const diagnosis: Diagnosis = {
  schema: 1,
  atMs: fixtureNowMs - 9000,
  tookMs: 2140,
  via: 'agent',
  status: 'fail',
  checks: [
    ...['env', 'app-files', 'network', 'cpu', 'processes'].map((checkId) => ({
      checkId,
      title: `Check of ${checkId}`,
      status: 'ok' as const,
      summary: 'as it should be',
      tookMs: 41,
    })),
    ...['disk', 'logs', 'nginx', 'memory'].map((checkId) => ({
      checkId,
      title: `Check of ${checkId}`,
      status: 'fail' as const,
      summary: 'see its findings',
      tookMs: 160,
    })),
    {
      checkId: 'gpu',
      title: 'GPU',
      status: 'unknown',
      summary: 'nvidia-smi gave no answer in 2.5 s',
      tookMs: 2500,
    },
  ],
  findings,
};

export const diagnosisBodies: readonly JobEventBody[] = [
  ...diagnosis.checks.flatMap(({ checkId, title, status, summary, tookMs }): JobEventBody[] => [
    { kind: 'step-began', step: checkId, title },
    {
      kind: 'step-ended',
      step: checkId,
      outcome: status === 'ok' ? 'pass' : status === 'unknown' ? 'inconclusive' : 'fail',
      text: summary,
      tookMs,
    },
  ]),
  { kind: 'output', level: 'info', text: 'the agent 0.1.0 in the pod looks' },
  { kind: 'finding', finding: fullDisk },
  { kind: 'diagnosis', diagnosis },
  { kind: 'verdict', verdict: 'fail', text: '2 failures with one cause: /workspace is full', exitCode: 2 },
];

const figure = (name: string, value: number | null, unit: string): Figure => ({ name, value, unit });

export const benchmarkReport: BenchmarkReport = {
  schema: 1,
  atMs: fixtureNowMs - 90_000,
  tookMs: 10_000,
  isQuick: true,
  scope: 'loopback',
  url: 'http://127.0.0.1:8080',
  fingerprint: { gpu: 'H100', nginx: '1.22.1' },
  tests: [
    {
      testId: 'health',
      title: 'health endpoint',
      status: 'done',
      rating: 'excellent',
      summary: 'under 100 ms',
      figures: [
        figure('p50', 0.42, 'ms'),
        figure('p95', 0.9, 'ms'),
        figure('p99', null, 'ms'),
        figure('max', 12.4, 'ms'),
      ],
      slices: [],
      notes: [],
      tookMs: 1200,
    },
    {
      testId: 'load',
      title: 'concurrent load',
      status: 'done',
      rating: 'fair',
      summary: 'the knee is at 50 connections',
      figures: [
        figure('most', 12_804, 'req/s'),
        figure('p99 at 50', 9.14, 'ms'),
        figure('knee', 50, 'connections'),
      ],
      slices: [],
      notes: ['generator-limited'],
      tookMs: 6000,
    },
    {
      testId: 'network',
      title: 'network throughput',
      status: 'skipped',
      rating: 'not-rated',
      summary: 'no URL was given',
      figures: [],
      slices: [],
      notes: [],
      tookMs: 0,
    },
  ],
  generator: { cpuPercent: 98, loopDelayP99Ms: 20, isLimiting: true },
};

export const comparison: Comparison = {
  schema: 1,
  beforeAtMs: fixtureNowMs - 60 * minute,
  afterAtMs: fixtureNowMs - 90_000,
  differences: [],
  figures: [
    {
      testId: 'load',
      name: 'requests per second',
      unit: 'req/s',
      medianBefore: 13_950,
      medianAfter: 12_804,
      changePercent: -8.2,
      intervalPercent: [-11.4, -5.1],
      pValue: 0.0002,
      countBefore: 10,
      countAfter: 10,
      verdict: 'worse',
    },
    {
      testId: 'health',
      name: 'p50',
      unit: 'ms',
      medianBefore: 0.43,
      medianAfter: 0.42,
      changePercent: -2.3,
      intervalPercent: [-6, 3],
      pValue: 0.41,
      countBefore: 10,
      countAfter: 10,
      verdict: 'same',
    },
  ],
  verdict: 'regression',
  summary: '8.2 % fewer requests per second',
};

const optimisation: OptimisationReport = {
  schema: 1,
  atMs: fixtureNowMs - 300_000,
  tookMs: 800,
  dryRun: false,
  tunings: [
    {
      id: 'open-files',
      title: 'open files',
      status: 'applied',
      before: '1024',
      wanted: '1048576',
      after: '1048576',
      scope: 'process',
      evidence: 'The soft limit was raised to the hard one and reads 1048576 now.',
      errno: null,
      fix: null,
      tookMs: 3,
    },
    {
      id: 'somaxconn',
      title: 'waiting connections',
      status: 'not-permitted',
      before: '4096',
      wanted: '65535',
      after: '4096',
      scope: 'host',
      evidence: '/proc/sys is mounted read-only.',
      errno: 'EROFS',
      fix: null,
      tookMs: 2,
    },
  ],
  unfinished: [],
};

/** Twenty seconds of a load that rises. */
export const runningBenchmarkBodies: readonly JobEventBody[] = [
  { kind: 'step-began', step: 'health', title: 'health endpoint' },
  { kind: 'step-ended', step: 'health', outcome: 'pass', text: 'p50 0.42 ms, excellent', tookMs: 1200 },
  { kind: 'step-began', step: 'load', title: 'concurrent load: 50 connections' },
  ...Array.from({ length: 120 }, (_, index): readonly JobEventBody[] => [
    {
      kind: 'point',
      series: 'requests per second',
      unit: 'req/s',
      value: 9000 + 3800 * Math.sin(index / 14) ** 2,
      elapsedMs: index * 100,
    },
    { kind: 'point', series: 'p50', unit: 'ms', value: 3 + Math.cos(index / 9), elapsedMs: index * 100 },
  ]).flat(),
  { kind: 'output', level: 'warn', text: 'the generator uses 96 % of its CPU' },
];

export function jobDiagnosed(): Job {
  return makeJob({
    number: 40,
    endedAtMs: fixtureNowMs - 5000,
    runs: [makeRun({ events: eventsOf(diagnosisBodies), state: ended('fail', '2 failures with one cause') })],
  });
}

export function jobRunning(): Job {
  return makeJob({
    number: 41,
    kind: 'benchmark',
    arguments: { isQuick: true },
    runs: [
      makeRun({
        events: eventsOf(runningBenchmarkBodies),
        progress: { fraction: 0.63, text: 'concurrent load: 50 connections' },
        livesInPod: true,
      }),
    ],
  });
}

export function jobBenchmarked(): Job {
  return makeJob({
    number: 39,
    kind: 'benchmark',
    startedAtMs: fixtureNowMs - 5 * minute,
    endedAtMs: fixtureNowMs - 4 * minute,
    runs: [
      makeRun({
        events: eventsOf([
          ...runningBenchmarkBodies,
          { kind: 'benchmark', report: benchmarkReport },
          { kind: 'comparison', comparison },
          {
            kind: 'verdict',
            verdict: 'fail',
            text: 'a regression: 8.2 % fewer requests per second',
            exitCode: 1,
          },
        ]),
        state: ended('fail', 'a regression: 8.2 % fewer requests per second', fixtureNowMs - 4 * minute),
      }),
    ],
  });
}

export function jobOptimised(): Job {
  return makeJob({
    number: 38,
    kind: 'optimise',
    startedAtMs: fixtureNowMs - 9 * minute,
    endedAtMs: fixtureNowMs - 9 * minute + 1000,
    runs: [
      makeRun({
        events: eventsOf([
          ...optimisation.tunings.map((tuning): JobEventBody => ({ kind: 'tuning', tuning })),
          { kind: 'optimisation', report: optimisation },
          { kind: 'verdict', verdict: 'pass', text: '1 applied, 1 not permitted', exitCode: 0 },
        ]),
        state: ended('pass', '1 applied, 1 not permitted', fixtureNowMs - 9 * minute),
      }),
    ],
  });
}

/** Five pods: two said the same, one runs, one is parted, one waits. */
export function jobOnSeveral(): Job {
  const well: readonly JobEventBody[] = [
    {
      kind: 'diagnosis',
      diagnosis: {
        ...diagnosis,
        status: 'ok',
        findings: [],
        checks: diagnosis.checks.filter(({ status }) => status === 'ok'),
      },
    },
    { kind: 'verdict', verdict: 'pass', text: 'all 5 checks passed in 1.9 s', exitCode: 0 },
  ];
  return makeJob({
    number: 42,
    runs: [
      makeRun({
        podId: 'k6x2q7w6',
        podName: 'eval-h200-0',
        events: eventsOf(well),
        state: ended('pass', 'all 5 checks passed in 1.9 s'),
      }),
      makeRun({
        podId: 'k7x2q7w7',
        podName: 'reward-model-a',
        events: eventsOf(
          well.map((body) =>
            body.kind === 'verdict' ? { ...body, text: 'all 5 checks passed in 2.2 s' } : body,
          ),
        ),
        state: ended('pass', 'all 5 checks passed in 2.2 s'),
      }),
      makeRun({
        podId: 'k8x2q7w8',
        podName: 'reward-model-b',
        events: eventsOf(diagnosisBodies.slice(0, 5)),
        progress: { fraction: 0.3, text: 'disk' },
      }),
      makeRun({
        podId: 'k2x2q7w2',
        podName: 'ci-runner-1',
        state: { kind: 'parted', sinceMs: fixtureNowMs - 4000, reason: 'no answer within 10 s.' },
      }),
      makeRun({ podId: 'k9x2q7w9', podName: 'rocm-port', state: { kind: 'waiting' } }),
    ],
  });
}

/** Of an earlier console: its events are in the journal. */
export function jobOfYesterday(): Job {
  return makeJob({
    number: 12,
    startedAtMs: fixtureNowMs - 26 * 60 * minute,
    endedAtMs: fixtureNowMs - 26 * 60 * minute + 2400,
    origin: 'journal',
    areEventsLoaded: false,
    runs: [makeRun({ state: ended('pass', 'all 10 checks passed', fixtureNowMs - 26 * 60 * minute) })],
  });
}

export function fixtureJobs(): JobsSnapshot {
  return {
    jobs: [jobOnSeveral(), jobRunning(), jobDiagnosed(), jobBenchmarked(), jobOptimised(), jobOfYesterday()],
  };
}
