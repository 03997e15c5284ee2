/** Logs: opening them from a pod, and what is done on their page. Digits are windows of time there. */
import type { Action } from '../state/action.ts';
import { targetsOf } from '../state/job-targets.ts';
import type { Binding } from './binding.ts';

const here = { contexts: ['logs'] } as const;
const minuteMs = 60_000;

export const logBindings: readonly Binding[] = [
  {
    id: 'pods.logs',
    keys: ['l'],
    contexts: ['list', 'detail', 'health'],
    label: 'logs of the pod, or of the marked ones merged',
    hint: { word: 'logs', rank: 3 },
    action: { kind: 'logs-open', which: 'meant' },
    disabledReason: (view, situation) => {
      const targets = targetsOf(view, 'diagnose', situation);
      return targets.ok ? null : targets.reason;
    },
  },
  {
    id: 'pods.merged-logs',
    keys: ['L'],
    contexts: ['list', 'detail', 'health'],
    label: 'logs of all marked pods, merged by time',
    action: { kind: 'logs-open', which: 'marked' },
    disabledReason: (view, { keyOf }) =>
      view.marks.length > 0 ? null : `no pod is marked: ${keyOf('pods.mark')} marks one`,
  },
  key(
    'logs.follow',
    's',
    'follow the newest line, or stop; any move upwards stops it',
    { kind: 'log-follow' },
    ['follow', 2],
  ),
  key('logs.filter', '/', 'only lines with this text, or with /a pattern/; !text without it', filter(false), [
    'filter',
    1,
  ]),
  key('logs.context', '&', 'the same, with three lines around each', filter(true), ['with context', 8]),
  key('logs.next-match', 'n', 'next match', { kind: 'log-step', what: 'match', step: 1 }),
  key('logs.previous-match', 'N', 'match before', { kind: 'log-step', what: 'match', step: -1 }),
  key('logs.next-error', '}', 'next error', { kind: 'log-step', what: 'error', step: 1 }),
  key('logs.previous-error', '{', 'error before', { kind: 'log-step', what: 'error', step: -1 }, [
    'error',
    3,
  ]),
  key(
    'logs.sources',
    'e',
    'sources: switch them on and off, and see how they stand',
    { kind: 'log-sources' },
    ['sources', 4],
  ),
  key('logs.tail', '0', 'all times, at the newest line', { kind: 'log-tail' }),
  key('logs.head', '1', 'the oldest line', { kind: 'log-head' }),
  key('logs.one-minute', '2', 'the last minute', span(1), ['1m…1h', 7]),
  key('logs.five-minutes', '3', 'the last 5 minutes', span(5)),
  key('logs.quarter-hour', '4', 'the last 15 minutes', span(15)),
  key('logs.half-hour', '5', 'the last 30 minutes', span(30)),
  key('logs.one-hour', '6', 'the last hour', span(60)),
  key('logs.wrap', 'w', 'break long lines, or cut them', { kind: 'log-wrap' }, ['wrap', 5]),
  key('logs.times', 't', 'times on or off', { kind: 'log-times' }, ['times', 9]),
  key('logs.pretty', 'p', 'fields of JSON lines on rows of their own', { kind: 'log-pretty' }, ['json', 6]),
  key('logs.full', 'f', 'the whole screen, or with the rows above', { kind: 'log-full' }),
  key('logs.mark', 'm', 'a line of your own between the others, to know the place by', { kind: 'log-mark' }),
  key('logs.select', 'v', 'select lines by moving, to be copied together', { kind: 'log-select' }),
  key('logs.copy', 'c', 'copy the line, or the selected ones', { kind: 'log-copy' }, ['copy', 10]),
  key('logs.save', 'W', 'save what the filter lets through to a file', { kind: 'log-save' }, ['save', 11]),
  key('logs.pager', 'o', 'open what the filter lets through in $PAGER', { kind: 'log-pager' }, ['pager', 12]),
  key('logs.clear', 'C', 'clear the page; what comes from now on is shown', { kind: 'log-clear' }),
  key('logs.right', 'shift+right', 'what stands further to the right', { kind: 'log-shift', step: 1 }),
  key('logs.left', 'shift+left', 'back to the left', { kind: 'log-shift', step: -1 }),
  {
    id: 'logs.filter-accept',
    keys: ['enter', 'tab'],
    contexts: ['log-filter'],
    label: 'keep the filter',
    hint: { word: 'keep', rank: 0 },
    action: { kind: 'log-filter-accept' },
  },
  {
    id: 'logs.filter-cancel',
    keys: ['escape'],
    contexts: ['log-filter'],
    label: 'filter nothing',
    hint: { word: 'cancel', rank: 1 },
    action: { kind: 'log-filter-cancel' },
  },
  inDialog('log-sources.toggle', ['space', 'enter'], 'switch the source on or off', {
    kind: 'log-source-toggle',
  }),
  inDialog('log-sources.down', ['down', 'j', 'tab'], 'next source', { kind: 'log-source-move', step: 1 }),
  inDialog('log-sources.up', ['up', 'k', 'shift+tab'], 'source before', {
    kind: 'log-source-move',
    step: -1,
  }),
  inDialog('log-sources.close', ['escape', 'q', 'e'], 'close', { kind: 'escape' }),
];

function key(
  id: string,
  pressed: string,
  label: string,
  action: Action,
  hint?: readonly [word: string, rank: number],
): Binding {
  const shown = hint === undefined ? {} : { hint: { word: hint[0], rank: hint[1] } };
  return { id, keys: [pressed], ...here, label, action, ...shown };
}

function inDialog(id: string, keys: readonly string[], label: string, action: Action): Binding {
  return { id, keys, contexts: ['log-sources'], label, action };
}

function filter(hasContext: boolean): Action {
  return { kind: 'log-filter-open', hasContext };
}

function span(minutes: number): Action {
  return { kind: 'log-span', spanMs: minutes * minuteMs };
}
