/** Moving in the health stream and in the output. Both are held by the id of a line, so that new lines move nothing. */
import { isJobOver } from '../../jobs/model/questions.ts';
import type { Movement } from './action.ts';
import { movedIndex } from './movement.ts';
import { shownJob } from './shown-job.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** Reports stand newest first. Back on the newest one, the stream is followed again. */
export function moveInReports(view: View, by: Movement, { fleet, pageRows }: Situation): View {
  const count = fleet.reports.length;
  if (count === 0) return view;
  const current = reportIndex(view.reportId, fleet.reports);
  const index = movedIndex(current, by, { count, pageRows: pageRows.health });
  return { ...view, reportId: index === 0 ? null : (fleet.reports[count - 1 - index]?.id ?? null) };
}

/**
 * Counted from the newest report. Where the report has gone, because it was repeated and stands at the top now, the next
 * older one is in its place; where it was dropped for its age, the oldest one left is.
 */
export function reportIndex(reportId: number | null, reports: readonly { readonly id: number }[]): number {
  if (reportId === null) return 0;
  const index = reports.findLastIndex((report) => report.id <= reportId);
  return index < 0 ? Math.max(0, reports.length - 1) : reports.length - 1 - index;
}

/** A stream that has lost the keys follows again: nobody is reading in it, and what is new must be seen. */
export function followingUnfocused(before: View, situation: Pick<Situation, 'jobs'>): View {
  const view = withFollowedJob(before, situation);
  const reportId = view.focus === 'health' ? view.reportId : null;
  const outputId = view.focus === 'output' ? view.outputId : null;
  return reportId === view.reportId && outputId === view.outputId ? view : { ...view, reportId, outputId };
}

/** Of a job that is over nothing new comes: the place in its output is kept. */
function withFollowedJob(view: View, situation: Pick<Situation, 'jobs'>): View {
  if (view.focus === 'output' || view.jobs.cursor === null) return view;
  const job = shownJob(view, situation);
  return job === null || isJobOver(job) ? view : { ...view, jobs: { ...view.jobs, cursor: null } };
}

/** Output stands newest last; what is kept is the lowest line on the screen. */
export function moveInOutput(view: View, by: Movement, { fleet, pageRows, outputTop }: Situation): View {
  const count = fleet.output.length;
  const current = outputIndex(view.outputId, fleet.output);
  const moved = movedIndex(current, by, { count, pageRows: pageRows.output });
  const index = Math.max(moved, Math.min(count - 1, outputTop));
  return { ...view, outputId: index >= count - 1 ? null : (fleet.output[index]?.id ?? null) };
}

export function outputIndex(outputId: number | null, output: readonly { readonly id: number }[]): number {
  if (outputId === null) return output.length - 1;
  const index = output.findIndex((line) => line.id >= outputId);
  return index < 0 ? Math.min(output.length - 1, 0) : index;
}
