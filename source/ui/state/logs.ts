/** The page of logs: opening it, moving in it, looking for lines. The engine has the lines; here is which are seen. */
import type { LogSeek, LogWindow } from '../../logs/model/snapshot.ts';
import type { Ask, Movement } from './action.ts';
import { targetsOf } from './job-targets.ts';
import type { LogAsk } from './log-ask.ts';
import { logCursorIndex, logSelection, logTopIndex } from './log-place.ts';
import type { LogsView } from './logs-view.ts';
import { movedIndex } from './movement.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** Of the marked pods, else of the one that is meant. */
export function openLogs(view: View, which: 'meant' | 'marked', situation: Situation): Outcome {
  // A log is read from a pod in any state, as a diagnosis is made of one.
  const targets = targetsOf(view, 'diagnose', situation);
  if (!targets.ok) return noticed(view, { level: 'warn', text: targets.reason, atMs: situation.nowMs });
  const podIds = which === 'marked' ? view.marks : targets.podIds;
  const opened: View = {
    ...view,
    page: 'logs',
    focus: 'logs',
    zoom: 0,
    detail: { ...view.detail, open: false },
    logs: { ...view.logs, podIds, ...followed, shown: null },
  };
  return { view: opened, asks: [asLogs({ kind: 'open', podIds })] };
}

const followed = { cursorId: null, topId: null, selectedFromId: null, seek: null } as const;

/** Any move upwards turns following off; to the bottom turns it on. */
export function moveInLogs(view: View, by: Movement, situation: Situation): Outcome {
  if (by === 'first') return seekInLogs(view, { what: 'first', step: 1 }, situation);
  if (by === 'last') return seen(withLogs(view, { cursorId: null, topId: null, seek: null }));
  const { lines } = situation.logs;
  const pageRows = situation.pageRows.logs;
  const from = logCursorIndex(view.logs, lines);
  const index = movedIndex(from, by, { count: lines.length, pageRows });
  if (view.logs.cursorId === null && index >= from) return seen(view);
  return seen(withCursorAt(view, situation, index));
}

function withCursorAt(view: View, situation: Situation, index: number): View {
  const { lines } = situation.logs;
  const pageRows = situation.pageRows.logs;
  const line = lines[index];
  if (line === undefined) return view;
  const top = lines[logTopIndex(view.logs, lines, pageRows)];
  const moved: LogsView = { ...view.logs, topId: top?.id ?? null, cursorId: line.id, seek: null };
  const newTop = lines[logTopIndex(moved, lines, pageRows)];
  return { ...view, logs: { ...moved, topId: newTop?.id ?? null } };
}

/** Off, the cursor stays on the line that is the newest now. */
export function toggleFollowing(view: View, situation: Situation): Outcome {
  const { lines } = situation.logs;
  return view.logs.cursorId === null
    ? seen(withCursorAt(view, situation, lines.length - 1))
    : seen(withLogs(view, { cursorId: null, topId: null }));
}

export function seekInLogs(
  view: View,
  { what, step }: Pick<LogSeek, 'what' | 'step'>,
  situation: Situation,
): Outcome {
  if (what === 'match' && view.logs.filter.applied === '') {
    const text = `nothing is searched for: ${situation.keyOf('logs.filter')} begins`;
    return noticed(view, { level: 'warn', text, atMs: situation.nowMs });
  }
  const under = situation.logs.lines[logCursorIndex(view.logs, situation.logs.lines)];
  const seekCount = view.logs.seekCount + 1;
  const seek: LogSeek = { token: seekCount, what, step, fromId: under?.id ?? null };
  return { view: withLogs(view, { seek, seekCount }), asks: [asLogs({ kind: 'seek', seek })] };
}

/** When the engine has found what was looked for. */
export function withLogsFound(view: View, { logs, nowMs }: Situation): View {
  const { seek } = view.logs;
  if (seek === null || logs.found?.token !== seek.token) return view;
  const { lineId } = logs.found;
  if (lineId !== null) return withLogs(view, { seek: null, cursorId: lineId, topId: null });
  const what = seek.what === 'error' ? 'error' : seek.what === 'match' ? 'match' : 'line';
  const text = `no ${seek.step === 1 ? 'further' : 'earlier'} ${what} here`;
  return { ...withLogs(view, { seek: null }), notice: { level: 'info', text, atMs: nowMs } };
}

export function copyLogs(view: View, situation: Situation): Outcome {
  const selection = logSelection(view.logs, situation.logs.lines);
  if (selection === null)
    return noticed(view, { level: 'warn', text: 'there is no line to copy', atMs: situation.nowMs });
  const copied = withLogs(view, { selectedFromId: null });
  return { view: copied, asks: [asLogs({ kind: 'copy', ...selection })] };
}

/** A second time ends it. The line under the cursor is held: what comes must not move the selection. */
export function toggleSelecting(view: View, situation: Situation): Outcome {
  if (view.logs.selectedFromId !== null) return seen(withLogs(view, { selectedFromId: null }));
  const { lines } = situation.logs;
  const index = logCursorIndex(view.logs, lines);
  const held = withCursorAt(view, situation, index);
  return seen(withLogs(held, { selectedFromId: lines[index]?.id ?? null }));
}

/** What has to be asked of the engine after any action: another window, or that nobody looks any more. */
export function withLogAsks(before: View, outcome: Outcome, situation: Situation): Outcome {
  const { view, asks } = outcome;
  if (view.page !== 'logs') {
    if (before.page !== 'logs') return outcome;
    const left = withLogs(view, { shown: null, seek: null, filter: { ...view.logs.filter, field: null } });
    return { view: left, asks: [...asks, asLogs({ kind: 'leave' })] };
  }
  const window = windowOf(view.logs, situation);
  if (view.logs.shown !== null && isSame(view.logs.shown, window)) return outcome;
  return {
    view: withLogs(view, { shown: window }),
    asks: [...asks, asLogs({ kind: 'show', window })],
  };
}

function windowOf({ filter, spanMs, cursorId }: LogsView, { pageRows }: Situation): LogWindow {
  return {
    filter: filter.applied,
    contextLines: filter.contextLines,
    spanMs,
    anchorId: cursorId,
    pageRows: Math.max(10, pageRows.logs),
  };
}

function isSame(one: LogWindow, other: LogWindow): boolean {
  return (
    one.filter === other.filter &&
    one.contextLines === other.contextLines &&
    one.spanMs === other.spanMs &&
    one.anchorId === other.anchorId &&
    one.pageRows === other.pageRows
  );
}

export function withLogs(view: View, changes: Partial<LogsView>): View {
  return { ...view, logs: { ...view.logs, ...changes } };
}

export function asLogs(ask: LogAsk): Ask {
  return { kind: 'logs', ask };
}
