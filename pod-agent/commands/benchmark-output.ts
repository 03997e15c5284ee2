/** What a benchmark prints, event by event, in the form that was asked for. Pure but for what it remembers. */
import { comparisonMarkdown, reportMarkdown } from '../measures/markdown.ts';
import { comparisonText, reportText } from '../measures/text.ts';
import { encodeJobEvent } from '../protocol/job-codec.ts';
import type { JobEventBody } from '../protocol/job-events.ts';
import { plainText } from '../protocol/one-line.ts';

export type BenchmarkForm = 'text' | 'json' | 'jsonl' | 'markdown';

export type BenchmarkPrinter = (event: JobEventBody) => string;

export function createBenchmarkPrinter(form: BenchmarkForm, wallMs: () => number): BenchmarkPrinter {
  if (form === 'json') return createJsonPrinter();
  // A page names its files as it likes, also by what would move the terminal's cursor.
  if (form === 'markdown') return (event) => plainText(markdownOf(event));
  if (form === 'text') return (event) => plainText(textOf(event));
  let sequence = 0;
  return (event) => {
    sequence += 1;
    return encodeJobEvent({ ...event, sequence, atMs: wallMs() });
  };
}

/** One object: the report, to which the comparison is added; without a report the verdict, which says why. */
function createJsonPrinter(): BenchmarkPrinter {
  let whole: object | null = null;
  return (event) => {
    if (event.kind === 'benchmark') whole = event.report;
    if (event.kind === 'comparison') whole = { ...whole, comparison: event.comparison };
    return event.kind === 'verdict' ? `${JSON.stringify(whole ?? event)}\n` : '';
  };
}

function markdownOf(event: JobEventBody): string {
  if (event.kind === 'benchmark') return reportMarkdown(event.report);
  if (event.kind === 'comparison') return `\n${comparisonMarkdown(event.comparison)}`;
  return event.kind === 'verdict' ? `\n**${event.verdict}**: ${event.text}\n` : '';
}

function textOf(event: JobEventBody): string {
  switch (event.kind) {
    case 'step-began':
      return `${event.title}\n`;
    case 'step-ended':
      return `  ${event.outcome}: ${event.text}\n`;
    case 'output':
      return `${event.text}\n`;
    case 'benchmark':
      return `\n${reportText(event.report)}`;
    case 'comparison':
      return `\n${comparisonText(event.comparison)}`;
    case 'verdict':
      return `\n${event.verdict}: ${event.text}\n`;
    default:
      return '';
  }
}
