/** A benchmark as Markdown, for a ticket or a pull request. Pure. */
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

export function reportMarkdown(report: BenchmarkReport): string {
  const facts = Object.entries(report.fingerprint).map(([name, value]) => [name, value]);
  return [
    '# Benchmark',
    '',
    inline(aboutReport(report)),
    '',
    ...table([testHeader, ...report.tests.map(testRow)]),
    '',
    '## Figures',
    '',
    ...table([figureHeader, ...report.tests.flatMap(figureRows)]),
    '',
    '## To know',
    '',
    ...notesOf(report).map((note) => `- ${inline(note)}`),
    `- generator: ${inline(generatorText(report))}`,
    '',
    '## Fingerprint',
    '',
    ...table([['what', 'value'], ...facts]),
    '',
  ].join('\n');
}

export function comparisonMarkdown(comparison: Comparison): string {
  const rows = comparison.figures.map(comparisonRow);
  const figures = rows.length === 0 ? [] : [...table([comparisonHeader, ...rows]), ''];
  return ['## Comparison', '', ...figures, inline(comparisonSummary(comparison)), ''].join('\n');
}

function table([header = [], ...rows]: readonly Row[]): readonly string[] {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(inline).join(' | ')} |`);
}

/** What would end a cell or begin a tag or a link is taken as it stands: summaries hold names from the pod. */
function inline(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\|<>`*_[\]~]/g, '\\$&');
}
