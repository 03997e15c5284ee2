/** What is done with a job: in the pane of its output, and on the page of jobs. */
import { earlierRun } from '../../jobs/model/diff.ts';
import { isJobOver } from '../../jobs/model/questions.ts';
import { stopRefusal } from '../state/job-actions.ts';
import { lineUnderCursor } from '../state/job-pane.ts';
import { fixUnderCursor, repeatRefusal } from '../state/job-starts.ts';
import { outputTabs } from '../state/job-tabs.ts';
import { meantJob, shownJob } from '../state/shown-job.ts';
import type { Binding } from './binding.ts';

const inPane = { contexts: ['job'] } as const;
const both = { contexts: ['job', 'jobs'] } as const;

export const jobBindings: readonly Binding[] = [
  {
    id: 'jobs.open',
    keys: ['enter'],
    contexts: ['jobs'],
    label: 'open the output of the job',
    hint: { word: 'open', rank: 1 },
    action: { kind: 'job-open' },
    disabledReason: (_view, { jobs }) => (jobs.jobs.length > 0 ? null : 'there is no job yet'),
  },
  {
    id: 'job.unfold',
    keys: ['enter'],
    ...inPane,
    label: 'unfold or fold what is under the line: evidence, causes, impact, fix',
    hint: { word: 'details', rank: 2 },
    action: { kind: 'job-fold' },
    disabledReason: (view, situation) => {
      const line = lineUnderCursor(view, situation)?.line;
      const isFoldable =
        line?.isOpener === true || line?.under !== undefined || line?.findingId !== undefined;
      return isFoldable ? null : 'there is nothing folded in this line';
    },
  },
  {
    id: 'job.fix',
    keys: ['F'],
    ...inPane,
    label: 'run the safe fix of the finding under the cursor; asks first, and diagnoses again afterwards',
    hint: { word: 'fix', rank: 1 },
    action: { kind: 'job-fix' },
    disabledReason: (view, situation) => {
      const found = fixUnderCursor(view, situation);
      return found.ok ? null : found.reason;
    },
  },
  {
    id: 'job.stop',
    keys: ['x'],
    ...both,
    label: 'stop the job; again sends TERM, then KILL; a deploy asks first',
    hint: { word: 'stop', rank: 2 },
    action: { kind: 'job-stop' },
    disabledReason: stopRefusal,
  },
  {
    id: 'job.interrupt',
    keys: ['ctrl+c'],
    ...inPane,
    label: 'stop the job that is shown; once it is over, quit',
    action: { kind: 'interrupt' },
  },
  {
    id: 'job.repeat',
    keys: ['r'],
    ...both,
    label: 'run the job again, with the same arguments on the same pods; a deploy asks first',
    hint: { word: 'again', rank: 4 },
    action: { kind: 'job-repeat' },
    disabledReason: repeatRefusal,
  },
  {
    id: 'job.diff',
    keys: ['='],
    ...inPane,
    label: 'what is different from the previous run of the kind on the pod',
    hint: {
      word: 'diff',
      rank: 6,
      wordNow: (view) => (view.jobs.isDiff ? 'output' : 'diff'),
    },
    action: { kind: 'job-diff' },
    disabledReason: (view, situation) => {
      const job = shownJob(view, situation);
      if (job === null || view.jobs.isDiff) return null;
      if (!isJobOver(job)) return `#${job.number} goes on: it is compared when it is over`;
      const hasEarlier = job.runs.some(({ podId }) => earlierRun(situation.jobs, job, podId) !== null);
      return hasEarlier
        ? null
        : `there is no earlier ${job.kind} of this ${job.kind === 'deploy' ? 'project' : 'pod'}`;
    },
  },
  {
    id: 'job.search',
    keys: ['/'],
    ...inPane,
    label: 'search in the output',
    hint: { word: 'search', rank: 5 },
    action: { kind: 'job-search-open' },
  },
  {
    id: 'job.next-match',
    keys: ['n'],
    ...inPane,
    label: 'next match',
    action: { kind: 'job-match', step: 1 },
  },
  {
    id: 'job.previous-match',
    keys: ['N'],
    ...inPane,
    label: 'match before',
    action: { kind: 'job-match', step: -1 },
  },
  {
    id: 'job.next-problem',
    keys: ['}'],
    ...inPane,
    label: 'next problem',
    hint: { word: 'problem', rank: 8 },
    action: { kind: 'job-problem', step: 1 },
  },
  {
    id: 'job.previous-problem',
    keys: ['{'],
    ...inPane,
    label: 'problem before',
    action: { kind: 'job-problem', step: -1 },
  },
  {
    id: 'job.copy',
    keys: ['c'],
    ...inPane,
    label: 'copy the line, or the finding with its evidence',
    hint: { word: 'copy', rank: 9 },
    action: { kind: 'job-copy', what: 'line' },
  },
  {
    id: 'job.copy-all',
    keys: ['C'],
    ...inPane,
    label: 'copy all of the output',
    action: { kind: 'job-copy', what: 'all' },
  },
  {
    id: 'job.save',
    keys: ['W'],
    ...both,
    label: 'save the output to a file',
    hint: { word: 'save', rank: 7 },
    action: { kind: 'job-save' },
    disabledReason: (view, situation) =>
      meantJob(view, situation) === null ? 'there is no job to save' : null,
  },
  {
    id: 'output.next',
    keys: [']'],
    contexts: ['output'],
    label: 'output of the next job; before the oldest stand the console’s own lines',
    hint: { word: 'next job', rank: 3 },
    action: { kind: 'job-step', step: 1 },
    disabledReason: (view, situation) =>
      outputTabs(view, situation).length > 1 ? null : 'there is no job yet',
  },
  {
    id: 'output.previous',
    keys: ['['],
    contexts: ['output'],
    label: 'output of the job before',
    action: { kind: 'job-step', step: -1 },
  },
];
