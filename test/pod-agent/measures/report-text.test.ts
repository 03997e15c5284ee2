/** A report for a terminal and as Markdown. */
import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../pod-agent/measures/compare.ts';
import { changeText, figureText } from '../../../pod-agent/measures/figure-text.ts';
import { comparisonMarkdown, reportMarkdown } from '../../../pod-agent/measures/markdown.ts';
import { describeChange } from '../../../pod-agent/measures/report-rows.ts';
import { comparisonText, reportText } from '../../../pod-agent/measures/text.ts';
import type { ComparedFigure } from '../../../pod-agent/protocol/benchmark-report.ts';
import { makeReport, makeSeries, makeTest, reportOf } from './reports.ts';

const report = makeReport({
  tests: [
    makeTest({
      figures: [
        { name: 'p50', value: 1.2345, unit: 'ms' },
        { name: 'p99', value: null, unit: 'ms' },
      ],
      notes: ['generator-limited at 50'],
    }),
    makeTest({
      testId: 'static-assets',
      title: 'Static assets',
      status: 'skipped',
      rating: 'not-rated',
      summary: 'a|b <i>',
    }),
  ],
  generator: { cpuPercent: 97.3, loopDelayP99Ms: 1.5, isLimiting: true },
});

describe('a report as text', () => {
  it('stands in columns', () => {
    expect(
      reportText(report),
    ).toBe(`benchmark: loopback, http://127.0.0.1:80/, full, 58 s, 2027-01-15T08:00:00.000Z

test             rating   took  held against
Concurrent load  good     1 s   as made up
Static assets    skipped  1 s   a|b <i>

test             figure  value
concurrent-load  p50     1.23 ms
concurrent-load  p99     unknown

- concurrent-load: generator-limited at 50
generator: generator-limited: 97.3 % of a core, p99 of its delay 1.5 ms
`);
  });

  it('is a table in Markdown, in which nothing of the pod is markup', () => {
    const text = reportMarkdown(report);
    expect(text).toContain('| test | rating | took | held against |\n| --- | --- | --- | --- |\n');
    expect(text).toContain('| Static assets | skipped | 1 s | a\\|b \\<i\\> |');
    expect(text).toContain('| concurrent-load | p99 | unknown |');
    expect(text).toContain('- concurrent-load: generator-limited at 50');
    expect(text).toContain('| image | 1.2.3 |');
  });
});

const figure: ComparedFigure = {
  testId: 'concurrent-load',
  name: 'p50',
  unit: 'ms',
  medianBefore: 10,
  medianAfter: 13,
  changePercent: 31.24,
  intervalPercent: [28, 34.06],
  pValue: 0.00012,
  adjustedPValue: 0.0004,
  countBefore: 10,
  countAfter: 10,
  verdict: 'worse',
};

describe('a comparison as text', () => {
  it('says how large and how certain a change is, and no more of what may be chance', () => {
    expect(describeChange(figure)).toBe('worse +31.2 % (95 %: +28 % to +34.1 %, p=0.0004, n=10+10)');
    expect(describeChange({ ...figure, verdict: 'same', adjustedPValue: 0.41 })).toBe('~ (p=0.41, n=10+10)');
    // Certain, but too small, or no more than the pod drifts by itself.
    expect(describeChange({ ...figure, verdict: 'same', changePercent: 2 })).toBe(
      '~ +2 % (p=0.0004, n=10+10)',
    );
  });

  it('ends in its summary, in both forms', () => {
    const values = [1, 2, 3, 4, 5, 6];
    const same = compareReports(reportOf([makeSeries({ values })]), reportOf([makeSeries({ values })]));
    expect(comparisonText(same)).toBe(`test             series  before  after   change
concurrent-load  p50     3.5 ms  3.5 ms  ~ (p=1.00, n=6+6)

no-change: No change can be told from chance in any of 1 series.
`);
    const other = compareReports(makeReport(), makeReport({ fingerprint: {} }));
    expect(comparisonText(other)).toBe(
      'not-comparable: Not comparable: the runs differ in pod, image, gpu.\n',
    );
    expect(comparisonMarkdown(same)).toContain(
      '| concurrent-load | p50 | 3.5 ms | 3.5 ms | \\~ (p=1.00, n=6+6) |',
    );
  });
});

it.each([
  [null, 'ms', 'unknown'],
  [0, 'ms', '0 ms'],
  [0.01234, 'ms', '0.012 ms'],
  [1234.5, 'req/s', '1235 req/s'],
  [512, 'bytes', '512 B'],
  [1536, 'bytes', '1.5 KiB'],
  [5 * 1024 ** 3, 'B/s', '5 GiB/s'],
  [2048 * 1024 ** 4, 'bytes', '2048 TiB'],
  [3.456, '', '3.46'],
])('prints %s %s as %s', (value, unit, text) => {
  expect(figureText(value, unit)).toBe(text);
});

it('prints a change with its sign', () => {
  expect([changeText(12.34), changeText(-3), changeText(0)]).toEqual(['+12.3 %', '-3 %', '0 %']);
});
