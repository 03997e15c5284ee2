/** A benchmark for a terminal. Pure. */
import type { BenchmarkReport, Comparison } from '../protocol/benchmark-report.ts';
import {
  aboutReport,
  comparisonHeader,
  comparisonRow,
  comparisonSummary,
  figureHeader,
  figureRows,
  generatorText,
  notesOf,
  type Row,
  testHeader,
  testRow,
} from './report-rows.ts';

/** Three parts: the tests with their ratings, every figure, and what a reader has to know. */
export function reportText(report: BenchmarkReport): string {
  return [
    `benchmark: ${aboutReport(report)}`,
    '',
    ...table([testHeader, ...report.tests.map(testRow)]),
    '',
    ...table([figureHeader, ...report.tests.flatMap(figureRows)]),
    '',
    ...notesOf(report).map((note) => `- ${note}`),
    `generator: ${generatorText(report)}`,
    '',
  ].join('\n');
}

export function comparisonText(comparison: Comparison): string {
  const rows = comparison.figures.map(comparisonRow);
  const figures = rows.length === 0 ? [] : [...table([comparisonHeader, ...rows]), ''];
  return [...figures, comparisonSummary(comparison), ''].join('\n');
}

/** Columns as wide as their widest word, two spaces between; the last one is not padded. */
function table(rows: readonly Row[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  '),
  );
}
