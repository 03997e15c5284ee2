/** What was asked for and what came of it: as a pane, or as its newest line. */
import type { Span } from '../draw/paint.ts';
import { titleLine } from '../draw/title-line.ts';
import { shownJob } from '../state/shown-job.ts';
import { followSpan } from './follow-span.ts';
import { drawJob } from './jobs/job-pane.ts';
import { jobStatusSpans } from './jobs/job-status-spans.ts';
import { ownLineSpans } from './own-line-spans.ts';
import { outputPlace, ownOutputRows } from './own-output-rows.ts';
import { type DrawPane, filledRows } from './pane.ts';

const emptyText = 'nothing yet: what you ask for is answered here';

export const drawOutput: DrawPane = (frame, placed) => {
  const job = shownJob(frame.view, frame);
  return job === null ? drawOwnOutput(frame, placed) : drawJob(frame, job, placed);
};

/** The console's own lines; and of a job that has just been asked for, that it has. */
const drawOwnOutput: DrawPane = (frame, { rect, joints }) => {
  const { paint, fleet, view } = frame;
  const { awaiting } = view.jobs;
  const focused = view.focus === 'output' && view.overlay === null && !view.detail.open;
  const follow = [followSpan(view.outputId === null, view)];
  const title = titleLine(paint, rect.width, {
    title:
      awaiting !== null
        ? `◌ ${awaiting.text}`
        : frame.jobs.jobs.length === 0
          ? 'output'
          : 'output of the console',
    right: [
      ...follow,
      '  ',
      [`${fleet.output.length} ${fleet.output.length === 1 ? 'line' : 'lines'}`, 'dim'],
    ],
    focused,
    ...(joints && { joints }),
  });
  if (fleet.output.length === 0)
    return filledRows([title, paint.line([' ', [emptyText, 'dim']], rect.width)], rect);
  const { rows } = ownOutputRows(outputPlace(frame, rect));
  return filledRows([title, ...rows.map((row) => paint.line(row, rect.width))], rect);
};

export const drawLastOutput: DrawPane = (frame, { rect }) => {
  const { paint, fleet } = frame;
  const status = jobStatusSpans(frame, rect.width);
  if (status.length > 0) return [paint.line(status, rect.width)];
  const last = fleet.output[fleet.output.length - 1];
  const spans: Span[] =
    last === undefined ? [' ', ['output  ', 'faint'], [emptyText, 'faint']] : ownLineSpans(last);
  return [paint.line(spans, rect.width)];
};
