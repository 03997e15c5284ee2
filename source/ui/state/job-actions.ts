/** What is done with a job that is there: stop, copy, save. */
import type { Job } from '../../jobs/model/job.ts';
import { textOfJob } from '../../jobs/model/job-text.ts';
import { textOfLine } from '../../jobs/model/lines.ts';
import { isJobOver } from '../../jobs/model/questions.ts';
import { openStop } from './deploy-jobs.ts';
import { lineUnderCursor } from './job-pane.ts';
import { asking, noticed, type Outcome } from './outcome.ts';
import { askQuit } from './quit.ts';
import { meantJob, shownJob } from './shown-job.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export function stopRefusal(view: View, situation: Situation): string | null {
  const job = meantJob(view, situation);
  if (job === null) return 'no job is selected';
  return isJobOver(job) ? `#${job.number} is over` : null;
}

/** Asked nicely at first; said again, it is told (TERM), then killed. */
export function stopJob(view: View, situation: Situation): Outcome {
  const job = meantJob(view, situation);
  const reason = stopRefusal(view, situation);
  if (job === null || reason !== null)
    return noticed(view, { level: 'warn', text: reason ?? 'no job is selected', atMs: situation.nowMs });
  // What it has begun is undone: nobody wants that of a slip of the finger.
  if (job.kind === 'deploy') return openStop(view, job);
  const text = `#${job.number} ${stopWords[nextHow(job)](situation.keyOf('job.stop'))}`;
  return {
    view: { ...view, notice: { level: 'info', text, atMs: situation.nowMs } },
    asks: [{ kind: 'stop-job', jobId: job.id }],
  };
}

const stopWords = {
  asked: (key: string) => `is asked to stop; ${key} again sends TERM`,
  term: (key: string) => `gets TERM; ${key} again kills it`,
  kill: () => 'is killed',
} as const;

function nextHow({ runs }: Job): keyof typeof stopWords {
  const stopping = runs.flatMap(({ state }) => (state.kind === 'stopping' ? [state.how] : []));
  if (stopping.length === 0) return 'asked';
  return stopping.includes('asked') ? 'term' : 'kill';
}

/** Ctrl-C in the pane of a job that goes on is meant for it; of one that is over, for the console. */
export function interrupt(view: View, situation: Situation): Outcome {
  const job = shownJob(view, situation);
  return job === null || isJobOver(job) ? askQuit(view, situation) : stopJob(view, situation);
}

/** The line under the cursor; of a finding's first line, the finding with all that is folded under it. */
export function copyLine(view: View, situation: Situation): Outcome {
  const row = lineUnderCursor(view, situation);
  if (row === null)
    return noticed(view, { level: 'warn', text: 'there is no line to copy', atMs: situation.nowMs });
  const { line } = row;
  const whole = line.isOpener === true ? wholeOf(view, line.key, situation) : [];
  // The operator's side says what came of it: a terminal takes only so much.
  return asking(view, { kind: 'copy', text: whole.length > 0 ? whole.join('\n') : line.text });
}

function wholeOf(view: View, key: string, situation: Situation): string[] {
  const lines = situation.linesUnfolded();
  const own = lines.filter(
    ({ line, isFirst }) => isFirst && (line.key === key || line.under === key || line.key === `${key}:do`),
  );
  return view.jobs.isDiff ? [] : own.map(({ line }) => textOfLine(line));
}

export function copyAll(view: View, situation: Situation): Outcome {
  const job = shownJob(view, situation);
  if (job === null) return noticed(view, { level: 'warn', text: 'no job is shown', atMs: situation.nowMs });
  return asking(view, { kind: 'copy', text: textOfJob(job) });
}

export function saveJob(view: View, situation: Situation): Outcome {
  const job = meantJob(view, situation);
  if (job === null)
    return noticed(view, { level: 'warn', text: 'no job is selected', atMs: situation.nowMs });
  const text = `saving #${job.number}: the console's output says where`;
  return {
    view: { ...view, notice: { level: 'info', text, atMs: situation.nowMs } },
    asks: [{ kind: 'save-job', jobId: job.id }],
  };
}
