/** How the output pane is divided while a job stands in it: title, live chart, rows of output. */
import type { Job, PodRun } from '../../../jobs/model/job.ts';
import { seriesOfEvents } from '../../../jobs/model/lines.ts';
import type { Frame } from '../../frame.ts';
import type { Rect } from '../../layout/rect.ts';
import { jobLines } from '../../state/job-lines.ts';
import type { PaneLine } from '../../state/pane-lines.ts';
import { shownJob } from '../../state/shown-job.ts';

export type JobPanePlan = {
  /** The run whose figures are charted; null: no chart. */
  readonly charted: PodRun | null;
  readonly chartRows: number;
  readonly pageRows: number;
};

/** Below that many rows of content the chart would leave too few for the output. */
const fewestRowsForChart = 6;

export function jobPanePlan(frame: Frame, rect: Rect): JobPanePlan {
  const rows = Math.max(0, rect.height - 1);
  const job = shownJob(frame.view, frame);
  const charted =
    job === null || rows < fewestRowsForChart || frame.view.jobs.isDiff ? null : chartedRun(job);
  const chartRows = charted === null ? 0 : Math.min(10, Math.max(4, Math.floor(rows * 0.5)));
  return { charted, chartRows, pageRows: rows - chartRows };
}

/** Only while it runs: afterwards the table says more. */
function chartedRun({ kind, runs }: Job): PodRun | null {
  if (kind !== 'benchmark') return null;
  const live = runs.find(({ state }) => state.kind === 'running' || state.kind === 'stopping');
  return live !== undefined && seriesOfEvents(live.events).length > 0 ? live : null;
}

/** The rows of the job that is shown; none while the console's own lines are. */
export function shownLines(frame: Frame, options?: { readonly isAllUnfolded: boolean }): readonly PaneLine[] {
  const { view, jobs, layout } = frame;
  const job = shownJob(view, frame);
  if (job === null) return [];
  const place = layout.panes.find(({ kind }) => kind === 'output');
  return jobLines({
    job,
    jobs,
    unfolded: view.jobs.unfolded,
    isAllUnfolded: options?.isAllUnfolded ?? view.jobs.search.applied !== '',
    isDiff: view.jobs.isDiff,
    width: place?.rect.width ?? frame.size.columns,
  });
}
