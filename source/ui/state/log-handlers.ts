/** What the actions of logs do: a part of the reducer's table. */
import type { Action } from './action.ts';
import type { Handlers } from './handlers.ts';
import { acceptLogFilter, clearLogFilter, openLogFilter } from './log-filter.ts';
import { moveInLogSources, openLogSources, toggleLogSource } from './log-sources.ts';
import {
  asLogs,
  copyLogs,
  openLogs,
  seekInLogs,
  toggleFollowing,
  toggleSelecting,
  withLogs,
} from './logs.ts';
import { asking, seen } from './outcome.ts';

type LogActionKind = Extract<Action['kind'], `log-${string}` | 'logs-open'>;

export const logHandlers: Pick<Handlers, LogActionKind> = {
  'logs-open': (view, { which }, situation) => openLogs(view, which, situation),
  'log-tail': (view) => seen(withLogs(view, { spanMs: null, cursorId: null, topId: null })),
  'log-head': (view, _action, situation) =>
    seekInLogs(withLogs(view, { spanMs: null }), { what: 'first', step: 1 }, situation),
  'log-span': (view, { spanMs }) => seen(withLogs(view, { spanMs, cursorId: null, topId: null })),
  'log-follow': (view, _action, situation) => toggleFollowing(view, situation),
  'log-times': (view) => seen(withLogs(view, { hasTimes: !view.logs.hasTimes })),
  'log-wrap': (view) => seen(withLogs(view, { isWrapped: !view.logs.isWrapped, shift: 0 })),
  'log-pretty': (view) => seen(withLogs(view, { isPretty: !view.logs.isPretty })),
  'log-full': (view) => seen(withLogs(view, { isFull: !view.logs.isFull })),
  'log-shift': (view, { step }) =>
    seen(withLogs(view, { shift: Math.max(0, view.logs.shift + step * shiftCells), isWrapped: false })),
  'log-filter-open': (view, { hasContext }) => seen(openLogFilter(view, hasContext)),
  'log-filter-accept': (view) => seen(acceptLogFilter(view)),
  'log-filter-cancel': (view) => seen(clearLogFilter(view)),
  'log-step': (view, { what, step }, situation) => seekInLogs(view, { what, step }, situation),
  'log-select': (view, _action, situation) => toggleSelecting(view, situation),
  'log-copy': (view, _action, situation) => copyLogs(view, situation),
  'log-mark': (view) => asking(view, asLogs({ kind: 'mark' })),
  'log-save': (view) => asking(view, asLogs({ kind: 'save' })),
  'log-pager': (view) => asking(view, asLogs({ kind: 'pager' })),
  'log-clear': (view) =>
    asking(withLogs(view, { cursorId: null, topId: null, selectedFromId: null }), asLogs({ kind: 'clear' })),
  'log-sources': (view) => openLogSources(view),
  'log-source-move': (view, { step }, situation) => moveInLogSources(view, step, situation),
  'log-source-toggle': (view, _action, situation) => toggleLogSource(view, situation),
};

const shiftCells = 16;
