/** Reports of a job of benchmarks as Markdown, for a ticket or a pull request. Pure. */
import { comparisonMarkdown, reportMarkdown } from '../../../pod-agent/measures/markdown.ts';
import type { Job, PodRun } from '../model/job.ts';

/** Each pod under a heading of its own where there are several. */
export function benchmarkMarkdown(job: Job): string {
  const parts = job.runs.map((run) =>
    job.runs.length === 1 ? markdownOf(run) : `# ${run.podName}\n\n${markdownOf(run)}`,
  );
  return `${parts.join('\n').trimEnd()}\n`;
}

function markdownOf({ events, state }: PodRun): string {
  const parts = events.flatMap((event) => {
    if (event.kind === 'benchmark') return [reportMarkdown(event.report)];
    return event.kind === 'comparison' ? [comparisonMarkdown(event.comparison)] : [];
  });
  if (parts.length > 0) return parts.join('\n');
  return state.kind === 'ended' ? `${state.text}\n` : `${state.kind}\n`;
}
