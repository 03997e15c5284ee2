/** Reports of benchmarks as tests need them: everything the same but what they say. */
import type {
  BenchmarkReport,
  SliceSeries,
  TestResult,
} from '../../../pod-agent/protocol/benchmark-report.ts';

export function makeTest(given: Partial<TestResult> = {}): TestResult {
  return {
    testId: 'concurrent-load',
    title: 'Concurrent load',
    status: 'done',
    rating: 'good',
    summary: 'as made up',
    figures: [],
    slices: [],
    notes: [],
    tookMs: 1000,
    ...given,
  };
}

export function makeReport(given: Partial<BenchmarkReport> = {}): BenchmarkReport {
  return {
    schema: 1,
    atMs: 1_800_000_000_000,
    tookMs: 58_000,
    isQuick: false,
    scope: 'loopback',
    url: 'http://127.0.0.1:80/',
    fingerprint: { pod: 'pod1', image: '1.2.3', gpu: '1 x H100' },
    tests: [],
    generator: null,
    ...given,
  };
}

export function makeSeries(given: Partial<SliceSeries> & Pick<SliceSeries, 'values'>): SliceSeries {
  return { name: 'p50', unit: 'ms', better: 'lower', ...given };
}

/** A report of one test with these series. */
export function reportOf(
  slices: readonly SliceSeries[],
  given: Partial<BenchmarkReport> = {},
): BenchmarkReport {
  return makeReport({ tests: [makeTest({ slices })], ...given });
}
