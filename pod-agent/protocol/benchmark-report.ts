/** What a benchmark measured, with enough to be compared with another run of it. */

/** `not-rated`: the figure says nothing by itself, or there are too few samples. */
export type Rating = 'excellent' | 'good' | 'fair' | 'slow' | 'failed' | 'not-rated';

export type Figure = {
  /** e.g. "p99" or "most requests per second". */
  readonly name: string;
  /** null: not known, e.g. a p99 of fewer than 1,000 samples. */
  readonly value: number | null;
  /** "ms", "req/s", "%", "B/s", "bytes", "connections" or "". */
  readonly unit: string;
};

/** The same figure for each slice of a run: what two runs are compared by. */
export type SliceSeries = {
  readonly name: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly values: readonly number[];
};

export type TestResult = {
  readonly testId: string;
  readonly title: string;
  readonly status: 'done' | 'failed' | 'skipped';
  readonly rating: Rating;
  /** What the rating was held against, or why there is none. */
  readonly summary: string;
  readonly figures: readonly Figure[];
  readonly slices: readonly SliceSeries[];
  /** What a reader has to know, e.g. "generator-limited" or "loopback". */
  readonly notes: readonly string[];
  readonly tookMs: number;
};

/** The generator's own state under load: where it is the bottleneck, the figures are its own and not the pod's. */
export type GeneratorState = {
  readonly cpuPercent: number | null;
  readonly loopDelayP99Ms: number | null;
  readonly isLimiting: boolean;
};

export type BenchmarkReport = {
  readonly schema: 1;
  readonly atMs: number;
  readonly tookMs: number;
  readonly isQuick: boolean;
  readonly scope: 'loopback' | 'outside';
  readonly url: string;
  /** What has to be the same for two runs to be comparable: pod, GPU, limits, nginx, hash of its configuration. */
  readonly fingerprint: Readonly<Record<string, string>>;
  readonly tests: readonly TestResult[];
  readonly generator: GeneratorState | null;
};

export type ComparedFigure = {
  readonly testId: string;
  readonly name: string;
  readonly unit: string;
  readonly medianBefore: number;
  readonly medianAfter: number;
  /** Change of the median in percent of the one before, and its 95 % interval; positive is more. */
  readonly changePercent: number;
  readonly intervalPercent: readonly [low: number, high: number];
  /** Two-sided, of the Mann-Whitney U test. */
  readonly pValue: number;
  /** The same after the correction for the number of series compared (Holm): what the verdict goes by. */
  readonly adjustedPValue?: number;
  readonly countBefore: number;
  readonly countAfter: number;
  readonly verdict: 'better' | 'worse' | 'same';
};

export type Comparison = {
  readonly schema: 1;
  readonly beforeAtMs: number;
  readonly afterAtMs: number;
  /** Names of what differs between the fingerprints; then there is no verdict. */
  readonly differences: readonly string[];
  readonly figures: readonly ComparedFigure[];
  readonly verdict: 'regression' | 'improvement' | 'no-change' | 'not-comparable';
  readonly summary: string;
};
