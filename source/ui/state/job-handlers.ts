/** What jobs' actions do: a part of the reducer's table. */
import type { Action } from './action.ts';
import { choose, stepChoice } from './dialogs.ts';
import type { Handlers } from './handlers.ts';
import { copyAll, copyLine, interrupt, saveJob, stopJob } from './job-actions.ts';
import {
  acceptSearch,
  clearSearch,
  openSearch,
  stepToMatch,
  stepToProblem,
  toggleDiff,
  toggleFold,
} from './job-pane.ts';
import { openFix, openJobStart, repeatJob } from './job-starts.ts';
import { openJob, stepOutput } from './job-tabs.ts';
import { clearMarks, markAll, toggleMark } from './marks.ts';
import { seen } from './outcome.ts';

type JobActionKind =
  | Extract<Action['kind'], `job-${string}` | `mark-${string}`>
  | 'choose'
  | 'choice-step'
  | 'interrupt';

export const jobHandlers: Pick<Handlers, JobActionKind> = {
  'mark-toggle': (view, _action, situation) => toggleMark(view, situation),
  'mark-all': (view, _action, situation) => markAll(view, situation),
  'mark-clear': (view) => clearMarks(view),
  'job-start': (view, { job }, situation) => openJobStart(view, job, situation),
  'job-step': (view, { step }, situation) => stepOutput(view, step, situation),
  'job-open': (view, _action, situation) => openJob(view, situation),
  'job-fold': (view, _action, situation) => toggleFold(view, situation),
  'job-problem': (view, { step }, situation) => stepToProblem(view, step, situation),
  'job-match': (view, { step }, situation) => stepToMatch(view, step, situation),
  'job-search-open': (view) => seen(openSearch(view)),
  'job-search-accept': (view, _action, situation) => acceptSearch(view, situation),
  'job-search-cancel': (view, _action, situation) => seen(clearSearch(view, situation)),
  'job-fix': (view, _action, situation) => openFix(view, situation),
  'job-stop': (view, _action, situation) => stopJob(view, situation),
  'job-repeat': (view, _action, situation) => repeatJob(view, situation),
  'job-copy': (view, { what }, situation) =>
    what === 'all' ? copyAll(view, situation) : copyLine(view, situation),
  'job-save': (view, _action, situation) => saveJob(view, situation),
  'job-diff': (view, _action, situation) => toggleDiff(view, situation),
  choose: (view, { index }, situation) => choose(view, index, situation),
  'choice-step': (view, { step }) => stepChoice(view, step),
  interrupt: (view, _action, situation) => interrupt(view, situation),
};
