/** What counts as a regression, and how seldom chance is taken for one. */
import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../pod-agent/measures/compare.ts';
import { throughputName } from '../../../pod-agent/measures/throughput-name.ts';
import { makeReport, makeSeries, makeTest, reportOf } from './reports.ts';
import { createChance, drawSeries } from './statistics/chance.ts';

const low = drawSeries(createChance(1), { count: 20, mean: 100, deviation: 3 });
const times = (values: readonly number[], factor: number) => values.map((value) => value * factor);

function compare(before: readonly number[], after: readonly number[], better: 'lower' | 'higher' = 'lower') {
  return compareReports(
    reportOf([makeSeries({ values: before, better })]),
    reportOf([makeSeries({ values: after, better })]),
  );
}

describe('two runs compared', () => {
  it('names a change for the worse, its size, its interval and its certainty', () => {
    const { verdict, figures, summary } = compare(low, times(low, 1.3));
    expect(verdict).toBe('regression');
    expect(summary).toBe('Worse in 1 of 1 series: concurrent-load: p50.');
    expect(figures[0]).toMatchObject({ verdict: 'worse', countBefore: 20, countAfter: 20 });
    expect(figures[0]?.changePercent).toBeGreaterThan(25);
    expect(figures[0]?.changePercent).toBeLessThan(35);
    expect(figures[0]?.intervalPercent[0]).toBeGreaterThan(20);
    expect(figures[0]?.intervalPercent[1]).toBeLessThan(40);
    expect(figures[0]?.adjustedPValue).toBeLessThan(0.001);
  });

  it('knows which way is better', () => {
    expect(compare(low, times(low, 0.7)).verdict).toBe('improvement');
    expect(compare(low, times(low, 0.7), 'higher').verdict).toBe('regression');
    expect(compare(low, times(low, 1.3), 'higher').verdict).toBe('improvement');
  });

  it('lets a change pass that is certain but smaller than 5 %', () => {
    const steady = low.map((value) => 100 + (value - 100) / 10);
    const { verdict, figures } = compare(steady, times(steady, 1.04));
    expect(figures[0]?.pValue).toBeLessThan(0.001);
    expect(verdict).toBe('no-change');
  });

  it('finds no change in a run compared with itself', () => {
    expect(compare(low, low)).toMatchObject({
      verdict: 'no-change',
      figures: [{ verdict: 'same', pValue: 1 }],
    });
  });

  it('lets a change pass that is no larger than the drift within a run', () => {
    const drifting = [...low.slice(0, 10), ...times(low.slice(10), 1.5)];
    const independent = low.map((value, position) => (position % 2 ? value : value * 1.5));
    const after = times(low, 1.35);
    expect(compare(drifting, after).verdict).toBe('no-change');
    expect(compare(independent, times(after, 1.5)).verdict).toBe('regression');
  });

  it('calls a whole a regression in which anything is worse, whatever is better', () => {
    const series = (name: string, values: readonly number[]) => makeSeries({ name, values });
    const { verdict, figures } = compareReports(
      reportOf([series('p50', low), series('p99', low)]),
      reportOf([series('p50', times(low, 0.5)), series('p99', times(low, 1.5))]),
    );
    expect(figures.map((figure) => figure.verdict)).toEqual(['better', 'worse']);
    expect(verdict).toBe('regression');
  });

  it('asks for more certainty of one series among many', () => {
    const before = [101, 103, 99, 107, 95, 110, 98, 104, 96, 105];
    const after = [118, 114, 106, 121, 102, 115, 109, 112, 100, 117];
    const others = Array.from({ length: 11 }, (_, position) =>
      makeSeries({ name: `other ${position}`, values: low }),
    );
    const run = (values: readonly number[]) => reportOf([makeSeries({ values }), ...others]);
    expect(compare(before, after).verdict).toBe('regression');
    const among = compareReports(run(before), run(after));
    expect(among.figures[0]?.pValue).toBeLessThan(0.05);
    expect(among.verdict).toBe('no-change');
  });
});

describe('what the slices cannot tell', () => {
  const at = (milliseconds: number) => times(low, milliseconds / 100);
  const perSecond = (values: readonly number[], name: string) =>
    reportOf([makeSeries({ name, unit: 'req/s', better: 'higher', values })]);

  it('is a change of less than half a millisecond, however many percent it is', () => {
    expect(compare(at(0.2), at(0.38)).verdict).toBe('no-change');
    expect(compare(at(0.2), at(0.6)).verdict).toBe('no-change');
    expect(compare(at(0.2), at(0.8)).verdict).toBe('regression');
    expect(compare(at(0.8), at(0.2)).verdict).toBe('improvement');
  });

  it('is the same of a single connection, whose throughput is the time of an answer', () => {
    const single = throughputName(1);
    const [before, after] = [times(low, 6.59), times(low, 5.27)];
    expect(compareReports(perSecond(before, single), perSecond(after, single)).verdict).toBe('no-change');
    const halved = perSecond(times(before, 0.5), single);
    expect(compareReports(perSecond(before, single), halved).verdict).toBe('regression');
    const many = throughputName(50);
    expect(compareReports(perSecond(before, many), perSecond(after, many)).verdict).toBe('regression');
  });

  it('is any change by fewer than ten slices', () => {
    const before = [101, 103, 99, 107, 95, 110, 98, 104, 96, 105];
    expect(compare(before.slice(1), times(before, 3))).toMatchObject({
      verdict: 'no-change',
      figures: [{ verdict: 'same', countBefore: 9, adjustedPValue: expect.closeTo(0, 1) }],
    });
    expect(compare(before, times(before, 3)).verdict).toBe('regression');
  });

  it('is, of quick runs alone, less than a factor of two', () => {
    const quick = (factor: number) =>
      reportOf([makeSeries({ values: times(low, factor) })], { isQuick: true });
    expect(compareReports(quick(1), quick(1.9)).verdict).toBe('no-change');
    expect(compareReports(quick(1), quick(0.6)).verdict).toBe('no-change');
    expect(compareReports(quick(1), quick(2.1)).verdict).toBe('regression');
    const history = [quick(1.02), quick(0.98), quick(1.01)];
    expect(compareReports(quick(1), quick(1.3), { history: history.slice(1) }).verdict).toBe('no-change');
    expect(compareReports(quick(1), quick(1.3), { history }).verdict).toBe('regression');
  });
});

describe('a history of the unchanged pod', () => {
  const of = (factor: number, given = {}) => reportOf([makeSeries({ values: times(low, factor) })], given);

  it('lets a value pass that the pod had before', () => {
    const history = [of(0.9), of(1.4), of(1.1)];
    expect(compareReports(of(1), of(1.3)).verdict).toBe('regression');
    expect(compareReports(of(1), of(1.3), { history }).verdict).toBe('no-change');
    expect(compareReports(of(1), of(1.8), { history }).verdict).toBe('regression');
  });

  it('lets a value pass that lies just beyond all that the pod had', () => {
    expect(compareReports(of(1), of(1.5), { history: [of(0.9), of(1.4)] }).verdict).toBe('no-change');
  });

  it('counts only runs of the same kind', () => {
    const history = [of(1.4, { fingerprint: { pod: 'pod2' } })];
    expect(compareReports(of(1), of(1.3), { history }).verdict).toBe('regression');
  });
});

describe('runs that cannot be compared', () => {
  it('are those of a pod at work, also where both were', () => {
    const busy = reportOf([makeSeries({ values: low })], { fingerprint: { 'at work': 'yes' } });
    expect(compareReports(busy, busy)).toMatchObject({
      verdict: 'not-comparable',
      differences: ['at work'],
    });
    expect(compareReports(busy, busy, { changed: ['at work'] }).verdict).toBe('no-change');
    const calm = reportOf([makeSeries({ values: low })], { fingerprint: { 'at work': 'no' } });
    expect(compareReports(calm, calm).verdict).toBe('no-change');
  });

  it('are told apart by name, without a figure', () => {
    const before = reportOf([makeSeries({ values: low })]);
    const after = reportOf([makeSeries({ values: times(low, 2) })], {
      scope: 'outside',
      fingerprint: { pod: 'pod1', image: '1.3.0', nginx: 'nginx/1.22.1' },
    });
    expect(compareReports(before, after)).toMatchObject({
      verdict: 'not-comparable',
      differences: ['image', 'gpu', 'scope', 'nginx'],
      figures: [],
      summary: 'Not comparable: the runs differ in image, gpu, scope, nginx.',
    });
  });

  it('are compared across what was meant to change', () => {
    const before = reportOf([makeSeries({ values: low })]);
    const after = reportOf([makeSeries({ values: times(low, 2) })], {
      fingerprint: { ...before.fingerprint, image: '1.3.0' },
    });
    expect(compareReports(before, after).verdict).toBe('not-comparable');
    expect(compareReports(before, after, { changed: ['image'] })).toMatchObject({
      verdict: 'regression',
      differences: [],
    });
  });

  it('have no series in common, or one that is too short, or a median of 0', () => {
    const nothing = compareReports(makeReport(), reportOf([makeSeries({ values: low })]));
    expect(nothing).toMatchObject({ verdict: 'not-comparable', differences: [] });
    expect(compare([1, 2, 3], [4, 5, 6, 7]).verdict).toBe('not-comparable');
    expect(compare([0, 0, 0, 0, 1], [1, 1, 1, 1, 1]).verdict).toBe('not-comparable');
  });

  it('do not mix up tests that have series of the same name', () => {
    const before = makeReport({ tests: [makeTest({ testId: 'a', slices: [makeSeries({ values: low })] })] });
    const after = makeReport({ tests: [makeTest({ testId: 'b', slices: [makeSeries({ values: low })] })] });
    expect(compareReports(before, after).figures).toEqual([]);
  });
});

/** The share of pairs of runs on one unchanged pod in which anything at all is called a change. */
function shareOfFalseAlarms(about: {
  readonly seed: number;
  readonly slices: number;
  readonly series: number;
  readonly memory: number;
  readonly pairs: number;
}): number {
  const chance = createChance(about.seed);
  const run = () =>
    reportOf(
      Array.from({ length: about.series }, (_, position) =>
        makeSeries({
          name: `series ${position}`,
          values: drawSeries(chance, { count: about.slices, mean: 100, deviation: 20, memory: about.memory }),
        }),
      ),
    );
  const pairs = Array.from({ length: about.pairs }, () => compareReports(run(), run()));
  return pairs.filter(({ verdict }) => verdict !== 'no-change').length / pairs.length;
}

describe('false alarms', () => {
  it.each([
    { seed: 21, slices: 10, series: 1, memory: 0, pairs: 1000 },
    { seed: 22, slices: 20, series: 12, memory: 0, pairs: 200 },
    { seed: 23, slices: 40, series: 12, memory: 0.5, pairs: 150 },
    { seed: 24, slices: 20, series: 1, memory: 0.7, pairs: 1000 },
    { seed: 25, slices: 10, series: 12, memory: 0.5, pairs: 400 },
  ])('are at most 5 % of $series series of $slices slices with memory $memory', (about) => {
    const share = shareOfFalseAlarms(about);
    expect(share).toBeLessThanOrEqual(0.05);
  });
});
