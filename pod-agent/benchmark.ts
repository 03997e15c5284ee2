/** The benchmark of a pod as a job: looks whether the pod is at rest, runs the tests, and compares with an earlier run. */
import type { Host } from './host/host.ts';
import { lookForWork } from './measures/busy-guard.ts';
import { compareReports, differencesBetween } from './measures/compare.ts';
import { readFingerprint } from './measures/fingerprint.ts';
import { atWork } from './measures/fingerprint-names.ts';
import { measures as allMeasures } from './measures/index.ts';
import { generatorOf } from './measures/load-outcome.ts';
import { isLoopback } from './measures/loopback.ts';
import type { Measure, MeasureContext } from './measures/measure.ts';
import { runMeasures } from './measures/run-measures.ts';
import { ownReferences } from './pages/page-references.ts';
import { pause } from './pause.ts';
import type { BenchmarkReport, Comparison, TestResult } from './protocol/benchmark-report.ts';
import type { JobEventBody, JobStream } from './protocol/job-events.ts';

export type BenchmarkOptions = {
  readonly host: Host;
  readonly plan: BenchmarkPlan;
  readonly isQuick: boolean;
  /** Measures a pod that is at work all the same. */
  readonly isForced: boolean;
  readonly outwardUrl: string | null;
  readonly baseline: Baseline | null;
  /** Of the load generator, which is the agent's. */
  readonly agentVersion: string;
  readonly signal: AbortSignal;
  /** Names of other jobs that measure this pod; absent: nobody knows of any. */
  readonly otherBenchmarks?: () => Promise<readonly string[]>;
  readonly measures?: readonly Measure[];
};

/** Where things are in this pod, and what is asked there. */
export type BenchmarkPlan = {
  readonly target: MeasureContext['target'];
  readonly url: string;
  readonly healthPath: string;
  readonly nginxStatusPort: number | null;
  readonly nginxFolder: string;
  readonly podId: string | null;
  readonly version: string | null;
};

export type Baseline = {
  readonly report: BenchmarkReport;
  /** Runs before it: what an unchanged pod may come to. */
  readonly history: readonly BenchmarkReport[];
  /** Entries of the fingerprint that are meant to differ. */
  readonly changed: readonly string[];
};

/** Of the verdict, and of the command line. */
export const benchmarkExitCodes = { pass: 0, regression: 1, failed: 2, inconclusive: 3 } as const;

/** Of the tests. What follows is for a look at who is at work then, and for the report. */
const limitsMs = { full: 58_500, quick: 9200 } as const;
const guardWindowMs = { full: 500, quick: 250 } as const;

/**
 * At most 60 s, or 10 s when quick. `benchmark` carries the report, `comparison` comes after it where there is a baseline.
 * Stopped, it ends with the verdict `stopped` and without a report.
 */
export async function* benchmark(options: BenchmarkOptions): JobStream {
  const { host, plan, isQuick, signal } = options;
  const life = new AbortController();
  const stop = () => life.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const startedMs = host.monotonicMs();
  const elapsedMs = () => host.monotonicMs() - startedMs;
  const atMs = host.wallMs();
  const length = isQuick ? 'quick' : 'full';
  try {
    yield { kind: 'step-began', step: 'guard', title: 'Is the pod at rest?' };
    const look = (withGpus: boolean) =>
      lookForWork({
        host,
        nginxStatusPort: plan.nginxStatusPort,
        windowMs: guardWindowMs[length],
        withGpus,
        wait: (durationMs) => pause(durationMs, life.signal),
        otherBenchmarks: options.otherBenchmarks,
      });
    const seen = await look(true);
    if (signal.aborted) return yield stopped;
    const isRefused = seen.busy.length > 0 && !options.isForced;
    const text = guardText(seen.busy, seen.unseen);
    const outcome = isRefused ? 'inconclusive' : seen.busy.length > 0 ? 'warn' : 'pass';
    yield { kind: 'step-ended', step: 'guard', outcome, text, tookMs: elapsedMs() };
    if (isRefused) return yield refused(seen.busy);
    const context = { ...contextOf(options, life.signal), elapsedMs };
    const fingerprint = await readFingerprint(host, {
      ...plan,
      gpus: seen.gpus,
      isAtWork: seen.busy.length > 0,
      isQuick,
      generatorVersion: options.agentVersion,
    });
    const scope = isLoopback(plan.target.host) ? 'loopback' : 'outside';
    yield* warnings({ fingerprint, scope }, options.baseline);
    const tests = yield* runMeasures(options.measures ?? allMeasures, context, limitsMs[length]);
    if (signal.aborted) return yield stopped;
    const { busy } = seen.busy.length > 0 ? seen : await look(false);
    if (signal.aborted) return yield stopped;
    if (busy.length > seen.busy.length) yield begun(busy);
    const report: BenchmarkReport = {
      schema: 1,
      atMs,
      tookMs: elapsedMs(),
      isQuick,
      scope,
      url: plan.url,
      fingerprint: { ...fingerprint, [atWork]: busy.length > 0 ? 'yes' : 'no' },
      tests,
      generator: generatorOf(tests.find(({ testId }) => testId === 'concurrent-load')),
    };
    yield { kind: 'benchmark', report };
    yield* judged(report, options.baseline);
  } finally {
    signal.removeEventListener('abort', stop);
    life.abort();
  }
}

function contextOf(
  { host, plan, isQuick, outwardUrl }: BenchmarkOptions,
  signal: AbortSignal,
): Omit<MeasureContext, 'earlier' | 'elapsedMs'> {
  const { target, healthPath, nginxStatusPort } = plan;
  const pathsIn = (page: string) => ownReferences(page).map(({ path }) => path);
  return { host, target, healthPath, nginxStatusPort, pathsIn, isQuick, outwardUrl, signal };
}

function guardText(busy: readonly string[], unseen: readonly string[]): string {
  const found = busy.length === 0 ? 'nothing is at work' : `at work: ${busy.join('; ')}`;
  return unseen.length === 0 ? found : `${found}; not seen: ${unseen.join(', ')}`;
}

function refused(busy: readonly string[]): JobEventBody {
  const text = `The pod is at work: ${busy.join('; ')}. Its figures would be of that work, and disturb it. Wait, or force it (--force).`;
  return { kind: 'verdict', verdict: 'inconclusive', text, exitCode: benchmarkExitCodes.inconclusive };
}

/** What keeps the pod busy right behind the load most likely did so beside it. */
function begun(busy: readonly string[]): JobEventBody {
  const text = `Work began while the pod was measured: ${busy.join('; ')}. The figures are in part of that work, and are compared with no other run.`;
  return { kind: 'output', level: 'warn', text };
}

const stopped: JobEventBody = {
  kind: 'verdict',
  verdict: 'stopped',
  text: 'Stopped before it was done.',
  exitCode: benchmarkExitCodes.inconclusive,
};

/** That there will be no verdict is told before a minute is spent on it. */
function* warnings(
  now: Pick<BenchmarkReport, 'fingerprint' | 'scope'>,
  baseline: Baseline | null,
): Generator<JobEventBody> {
  if (baseline === null) return;
  const differences = differencesBetween(baseline.report, now, baseline.changed);
  if (differences.length === 0) return;
  const text = `The baseline differs in ${differences.join(', ')}: there will be no comparison.`;
  yield { kind: 'output', level: 'warn', text };
}

function* judged(report: BenchmarkReport, baseline: Baseline | null): Generator<JobEventBody> {
  const comparison = baseline === null ? null : compareReports(baseline.report, report, baseline);
  if (comparison !== null) yield { kind: 'comparison', comparison };
  yield verdictOf(report.tests, comparison);
}

function verdictOf(tests: readonly TestResult[], comparison: Comparison | null): JobEventBody {
  const failedTests = tests.filter(({ status, rating }) => status === 'failed' || rating === 'failed');
  if (failedTests.length > 0) {
    const text = `Failed: ${failedTests.map(({ title, summary }) => `${title}: ${summary}`).join(' ')}`;
    return {
      kind: 'verdict',
      verdict: 'fail',
      text: text.slice(0, 900),
      exitCode: benchmarkExitCodes.failed,
    };
  }
  if (comparison?.verdict === 'regression') {
    const text = `A regression. ${comparison.summary}`;
    return { kind: 'verdict', verdict: 'fail', text, exitCode: benchmarkExitCodes.regression };
  }
  if (comparison?.verdict === 'not-comparable') {
    const { inconclusive: exitCode } = benchmarkExitCodes;
    return { kind: 'verdict', verdict: 'inconclusive', text: comparison.summary, exitCode };
  }
  const rated = tests.filter(({ rating }) => rating !== 'not-rated').length;
  const text = comparison?.summary ?? `${rated} of ${tests.length} tests are rated, and none failed.`;
  return { kind: 'verdict', verdict: 'pass', text, exitCode: benchmarkExitCodes.pass };
}
