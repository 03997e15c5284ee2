/** Guards for what a benchmark measured and what two of them came to. */
import type {
  BenchmarkReport,
  ComparedFigure,
  Comparison,
  Figure,
  GeneratorState,
  Rating,
  SliceSeries,
  TestResult,
} from './benchmark-report.ts';
import { boolean, list, literal, nullable, number, oneOf, optional, pair, record, shape } from './guards.ts';
import { count, durationMs, name, path, percentOfCore, sentence, wallMs } from './quantities.ts';

const figureValue = number(-1e18, 1e18);

const figure = shape<Figure>({ name, value: nullable(figureValue), unit: name });

const slices = shape<SliceSeries>({
  name,
  unit: name,
  better: oneOf<SliceSeries['better']>({ lower: true, higher: true }),
  values: list(figureValue, 500),
});

const test = shape<TestResult>({
  testId: name,
  title: sentence,
  status: oneOf<TestResult['status']>({ done: true, failed: true, skipped: true }),
  rating: oneOf<Rating>({
    excellent: true,
    good: true,
    fair: true,
    slow: true,
    failed: true,
    'not-rated': true,
  }),
  summary: sentence,
  figures: list(figure, 128),
  slices: list(slices, 32),
  notes: list(sentence, 32),
  tookMs: durationMs,
});

const generator = shape<GeneratorState>({
  cpuPercent: nullable(percentOfCore),
  loopDelayP99Ms: nullable(durationMs),
  isLimiting: boolean,
});

export const benchmarkReportGuard = shape<BenchmarkReport>({
  schema: literal(1),
  atMs: wallMs,
  tookMs: durationMs,
  isQuick: boolean,
  scope: oneOf<BenchmarkReport['scope']>({ loopback: true, outside: true }),
  url: path,
  // The pattern keeps `__proto__` and its kind out.
  fingerprint: record({ name: /^[A-Za-z][\w .-]{0,63}$/, value: sentence, maxCount: 64 }),
  tests: list(test, 32),
  generator: nullable(generator),
});

const compared = shape<ComparedFigure>({
  testId: name,
  name,
  unit: name,
  medianBefore: figureValue,
  medianAfter: figureValue,
  changePercent: figureValue,
  intervalPercent: pair(figureValue),
  pValue: number(0, 1),
  adjustedPValue: optional(number(0, 1)),
  countBefore: count,
  countAfter: count,
  verdict: oneOf<ComparedFigure['verdict']>({ better: true, worse: true, same: true }),
});

export const comparisonGuard = shape<Comparison>({
  schema: literal(1),
  beforeAtMs: wallMs,
  afterAtMs: wallMs,
  differences: list(sentence, 64),
  figures: list(compared, 200),
  verdict: oneOf<Comparison['verdict']>({
    regression: true,
    improvement: true,
    'no-change': true,
    'not-comparable': true,
  }),
  summary: sentence,
});
