/** Two runs of the benchmark held against each other. Pure. */
import type {
  BenchmarkReport,
  ComparedFigure,
  Comparison,
  SliceSeries,
} from '../protocol/benchmark-report.ts';
import { atWork } from './fingerprint-names.ts';
import { isLargeEnough, isUsual } from './least-change.ts';
import { varianceFactorOf } from './statistics/autocorrelation.ts';
import { holmAdjusted } from './statistics/holm.ts';
import { mannWhitney } from './statistics/mann-whitney.ts';
import { medianOf } from './statistics/ranks.ts';
import { shiftBetween } from './statistics/shift.ts';

const leastSlices = 4;
/**
 * Fewer are shown, and called no change: with the correlation that has to be reckoned with among so few, and with Holm's
 * correction over the thirteen series of a report, not even two runs without any overlap are beyond chance.
 */
const leastSlicesToJudge = 10;
const significance = 0.05;

export type CompareOptions = {
  readonly changed?: readonly string[];
  readonly history?: readonly BenchmarkReport[];
};

type Circumstances = Pick<BenchmarkReport, 'fingerprint' | 'scope'>;

type Pair = {
  readonly testId: string;
  readonly isQuick: boolean;
  readonly before: SliceSeries;
  readonly after: SliceSeries;
  /** Medians of the same series in the history. */
  readonly usual: readonly number[];
};
type Measured = Omit<ComparedFigure, 'verdict'> & {
  readonly better: SliceSeries['better'];
  readonly driftPercent: number;
  /** The pod had such a value before. */
  readonly wasThere: boolean;
  /** Neither too small to matter, nor of too few slices to be told. */
  readonly isTold: boolean;
};

/**
 * Each series that both runs have, by the Mann-Whitney U test on its slices, with the 95 % interval of Hodges and Lehmann for
 * the change. A figure is `worse` or `better` only where all of this holds:
 *
 * - p is below 0.05 after Holm's correction over all series compared, so that one false alarm in the whole report is as rare
 *   as in a single test;
 * - the interval excludes 0, both runs have 10 slices or more, and the change is at least 5 % of the median before; where the
 *   runs are quick and `history` has fewer than 3 others, a factor of 2, since the slices of so short a run see one moment of
 *   the host;
 * - an answer's time changes by 0.5 ms or more, which on the loopback is within what the scheduler does. The throughput of a
 *   single connection is taken for the time of an answer that it is;
 * - the change is larger than how far the first half of either run lies from its second half;
 * - the median after lies beyond that before and those of all runs in `history` by half of how far these lie apart: a value
 *   that the unchanged pod had before is no news.
 *
 * Slices of one run follow each other and are alike, so that they say less than as many independent values. The correlation
 * of neighbours is estimated and the variance of U raised by it. What no pair of runs can show is how much whole runs differ from
 * each other on an unchanged pod, as after another pod moved onto the host. Only a history shows that, and
 * the more the longer it is. Without one, who acts on a regression measures once more first.
 *
 * @param options `history` are earlier runs; those that are not comparable with `before` are left out, and runs that were
 * regressions themselves must not be among them. `changed` names entries of the fingerprint that are meant to differ, as the
 * image does between two releases. Any other difference, and there is no verdict and no figure.
 */
export function compareReports(
  before: BenchmarkReport,
  after: BenchmarkReport,
  options: CompareOptions = {},
): Comparison {
  const about = { schema: 1, beforeAtMs: before.atMs, afterAtMs: after.atMs } as const;
  const differences = differencesBetween(before, after, options.changed);
  if (differences.length > 0) {
    const summary = `Not comparable: the runs differ in ${differences.join(', ')}.`;
    return { ...about, differences, figures: [], verdict: 'not-comparable', summary };
  }
  const history = (options.history ?? []).filter((run) => differencesBetween(before, run).length === 0);
  const pairs = pairsOf(before, after, history);
  const figures = judged(pairs.flatMap(measuredPair));
  if (figures.length === 0) {
    const summary = `Not comparable: no series has ${leastSlices} slices in both runs.`;
    return { ...about, differences, figures, verdict: 'not-comparable', summary };
  }
  return { ...about, differences, figures, ...verdictOf(figures) };
}

/** Names of what is not the same in both, or known of one alone, but for what is meant to differ. */
export function differencesBetween(
  before: Circumstances,
  after: Circumstances,
  changed: readonly string[] = [],
): readonly string[] {
  const [earlier, later] = [factsOf(before), factsOf(after)];
  return [...new Set([...Object.keys(earlier), ...Object.keys(later)])].filter(
    (name) => (earlier[name] !== later[name] || isAtWork(name, [earlier, later])) && !changed.includes(name),
  );
}

/** Two runs on a pod at work differ in that work, whatever it was. */
function isAtWork(name: string, runs: readonly Readonly<Record<string, string>>[]): boolean {
  return name === atWork && runs.some((facts) => facts[name] === 'yes');
}

function factsOf({ fingerprint, scope }: Circumstances): Readonly<Record<string, string>> {
  return { ...fingerprint, scope };
}

function pairsOf(
  before: BenchmarkReport,
  after: BenchmarkReport,
  history: readonly BenchmarkReport[],
): readonly Pair[] {
  return after.tests.flatMap(({ testId, slices }) =>
    slices.flatMap((series) => {
      const same = sameSeries(before, testId, series);
      const usual = history.flatMap((run) => medianOf(sameSeries(run, testId, series)?.values ?? []) ?? []);
      const { isQuick } = after;
      return same === undefined ? [] : [{ testId, isQuick, before: same, after: series, usual }];
    }),
  );
}

function sameSeries(report: BenchmarkReport, testId: string, series: SliceSeries): SliceSeries | undefined {
  const test = report.tests.find((each) => each.testId === testId);
  return test?.slices.find(({ name, unit }) => name === series.name && unit === series.unit);
}

/** Nothing where there are too few slices, or where a median of 0 makes a percentage of nothing. */
function measuredPair({ testId, isQuick, before, after, usual }: Pair): readonly Measured[] {
  const samples = {
    before: before.values,
    after: after.values,
    varianceFactor: varianceFactorOf([before.values, after.values]),
  };
  const [medianBefore, medianAfter] = [medianOf(before.values), medianOf(after.values)];
  const shift = shiftBetween(samples);
  const fewest = Math.min(before.values.length, after.values.length);
  if (
    fewest < leastSlices ||
    shift === null ||
    medianBefore === null ||
    medianAfter === null ||
    medianBefore <= 0
  )
    return [];
  const percent = (difference: number) => (difference / medianBefore) * 100;
  const { name, unit } = after;
  const change = { name, unit, medianBefore, medianAfter, changePercent: percent(shift.estimate) };
  return [
    {
      testId,
      ...change,
      intervalPercent: [percent(shift.low), percent(shift.high)],
      pValue: mannWhitney(samples).pValue,
      countBefore: before.values.length,
      countAfter: after.values.length,
      better: after.better,
      driftPercent: Math.max(...[before.values, after.values].map((run) => Math.abs(percent(driftOf(run))))),
      wasThere: isUsual(medianAfter, [medianBefore, ...usual]),
      isTold: fewest >= leastSlicesToJudge && isLargeEnough(change, { isQuick, earlierRuns: usual.length }),
    },
  ];
}

/** How far the second half of a run lies above its first. */
function driftOf(run: readonly number[]): number {
  const half = Math.floor(run.length / 2);
  return shiftBetween({ before: run.slice(0, half), after: run.slice(half) })?.estimate ?? 0;
}

function judged(measured: readonly Measured[]): readonly ComparedFigure[] {
  const adjusted = holmAdjusted(measured.map(({ pValue }) => pValue));
  return measured.map(({ better, driftPercent, wasThere, isTold, ...figure }, position) => {
    const adjustedPValue = adjusted[position] ?? 1;
    const isReal = isTold && !wasThere && isRealChange({ figure, adjustedPValue, driftPercent });
    const isMore = figure.changePercent > 0;
    const verdict = !isReal ? 'same' : isMore === (better === 'higher') ? 'better' : 'worse';
    return { ...figure, adjustedPValue, verdict };
  });
}

function isRealChange(about: {
  readonly figure: Omit<ComparedFigure, 'verdict'>;
  readonly adjustedPValue: number;
  readonly driftPercent: number;
}): boolean {
  const { figure, adjustedPValue, driftPercent } = about;
  const [low, high] = figure.intervalPercent;
  const isOneSided = low > 0 || high < 0;
  return adjustedPValue < significance && isOneSided && Math.abs(figure.changePercent) > driftPercent;
}

function verdictOf(figures: readonly ComparedFigure[]): Pick<Comparison, 'verdict' | 'summary'> {
  const names = (verdict: ComparedFigure['verdict']) =>
    figures.filter((figure) => figure.verdict === verdict).map(({ testId, name }) => `${testId}: ${name}`);
  const [worse, better] = [names('worse'), names('better')];
  const all = `of ${figures.length} series`;
  if (worse.length > 0)
    return { verdict: 'regression', summary: `Worse in ${worse.length} ${all}: ${worse.join('; ')}.` };
  if (better.length > 0)
    return { verdict: 'improvement', summary: `Better in ${better.length} ${all}: ${better.join('; ')}.` };
  return { verdict: 'no-change', summary: `No change can be told from chance in any ${all}.` };
}
