/** A report and a comparison as rows of words, for whichever form they are printed in. Pure. */
import type {
  BenchmarkReport,
  ComparedFigure,
  Comparison,
  TestResult,
} from '../protocol/benchmark-report.ts';
import { changeText, figureText } from './figure-text.ts';
import { roundedFigure } from './ratings.ts';

export type Row = readonly string[];

export const testHeader: Row = ['test', 'rating', 'took', 'held against'];

export function testRow({ title, status, rating, tookMs, summary }: TestResult): Row {
  return [title, status === 'done' ? rating : status, `${roundedFigure(tookMs / 1000)} s`, summary];
}

export const figureHeader: Row = ['test', 'figure', 'value'];

export function figureRows({ testId, figures }: TestResult): readonly Row[] {
  return figures.map(({ name, value, unit }) => [testId, name, figureText(value, unit)]);
}

export function notesOf({ tests }: BenchmarkReport): readonly string[] {
  return tests.flatMap(({ testId, notes }) => notes.map((note) => `${testId}: ${note}`));
}

/** "loopback, http://127.0.0.1:80/, quick, 9.41 s, 2026-11-25T16:00:00.000Z" */
export function aboutReport(report: BenchmarkReport): string {
  const { scope, url, isQuick, tookMs, atMs } = report;
  const seconds = `${roundedFigure(tookMs / 1000)} s`;
  return [scope, url, isQuick ? 'quick' : 'full', seconds, new Date(atMs).toISOString()].join(', ');
}

export function generatorText({ generator }: BenchmarkReport): string {
  if (generator === null) return 'unknown';
  const { cpuPercent, loopDelayP99Ms, isLimiting } = generator;
  const figures = `${figureText(cpuPercent, '%')} of a core, p99 of its delay ${figureText(loopDelayP99Ms, 'ms')}`;
  return isLimiting ? `generator-limited: ${figures}` : figures;
}

export const comparisonHeader: Row = ['test', 'series', 'before', 'after', 'change'];

export function comparisonRow(figure: ComparedFigure): Row {
  const { testId, name, unit, medianBefore, medianAfter } = figure;
  const values = [medianBefore, medianAfter].map((value) => figureText(value, unit));
  return [testId, name, ...values, describeChange(figure)];
}

/** "worse +31.2 % (95 %: +28.0 % to +34.1 %, p=0.0001, n=40+40)", or "~ (p=0.41, n=10+10)" for what may be chance. */
export function describeChange(figure: ComparedFigure): string {
  const { changePercent, intervalPercent, verdict, countBefore, countAfter } = figure;
  const p = figure.adjustedPValue ?? figure.pValue;
  const certainty = `p=${pText(p)}, n=${countBefore}+${countAfter}`;
  if (verdict !== 'same') {
    const [low, high] = intervalPercent.map(changeText);
    return `${verdict} ${changeText(changePercent)} (95 %: ${low} to ${high}, ${certainty})`;
  }
  return p < 0.05 ? `~ ${changeText(changePercent)} (${certainty})` : `~ (${certainty})`;
}

export function comparisonSummary({ verdict, summary }: Comparison): string {
  return `${verdict}: ${summary}`;
}

function pText(p: number): string {
  return p < 0.0001 ? '0.0000' : p.toFixed(p < 0.01 ? 4 : 2);
}
