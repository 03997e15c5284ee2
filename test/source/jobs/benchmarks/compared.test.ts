import { expect, test } from 'vitest';
import type { Comparison } from '../../../../pod-agent/protocol/benchmark-report.ts';
import {
  baselineOf,
  historyOf,
  missingBaseline,
  verdictWith,
} from '../../../../source/jobs/benchmarks/compared.ts';
import { makeReport, startedAtMs } from '../make.ts';

const kept = [
  { name: 'release', report: makeReport([1], { atMs: startedAtMs + 1 }) },
  { name: null, report: makeReport([1], { atMs: startedAtMs + 2 }) },
  { name: null, report: makeReport([1], { atMs: startedAtMs + 3, isQuick: false }) },
];

test('the last run of the same length is compared with, or the one that was named', () => {
  expect(baselineOf(kept, { name: null, isQuick: true })?.atMs).toBe(startedAtMs + 2);
  expect(baselineOf(kept, { name: null, isQuick: false })?.atMs).toBe(startedAtMs + 3);
  expect(baselineOf(kept, { name: 'release', isQuick: false })?.atMs).toBe(startedAtMs + 1);
  expect(baselineOf(kept, { name: 'nightly', isQuick: true })).toBeNull();
  expect(missingBaseline('nightly', kept)).toContain('Named runs: release');
});

test('the history is what was kept before the baseline and was no regression', () => {
  const at = (atMs: number) => ({ name: null, report: makeReport([1], { atMs }) });
  const all = [
    at(5),
    { ...at(2), verdict: 'regression' },
    { ...at(1), verdict: 'no-change' },
    at(3),
    at(4),
  ] as const;
  expect(historyOf(all, all[3].report).map(({ atMs }) => atMs)).toEqual([5, 1]);
  expect(historyOf(all, all[0].report)).toEqual([]);
});

test('a regression fails what passed; what cannot be compared says nothing, unless it was asked for by name', () => {
  const given = { kind: 'verdict', verdict: 'pass', text: 'Measured.', exitCode: 0 } as const;
  const comparison = (verdict: Comparison['verdict']): Comparison => ({
    ...{ schema: 1, beforeAtMs: 1, afterAtMs: 2, differences: [], figures: [] },
    ...{ verdict, summary: `It is ${verdict}.` },
  });
  const worse = verdictWith(given, comparison('regression'), false);
  expect(worse).toMatchObject({ verdict: 'fail', exitCode: 1 });
  expect(worse.text).toContain('It is regression. Measure once more');
  expect(verdictWith(given, comparison('no-change'), true)).toMatchObject({ verdict: 'pass', exitCode: 0 });
  expect(verdictWith(given, comparison('not-comparable'), false)).toBe(given);
  expect(verdictWith(given, comparison('not-comparable'), true)).toMatchObject({
    verdict: 'inconclusive',
    exitCode: 3,
  });
  const failed = { ...given, verdict: 'fail', exitCode: 2 } as const;
  expect(verdictWith(failed, comparison('improvement'), true)).toBe(failed);
});
