/** Where in the window of logs the cursor and the first row stand. */
import type { WindowLine } from '../../logs/model/snapshot.ts';
import type { LogsView } from './logs-view.ts';
import { scrolledTop } from './movement.ts';

/** The line itself, or, where it has gone, the one after it; the last while the newest is followed. */
export function logCursorIndex({ cursorId }: LogsView, lines: readonly WindowLine[]): number {
  const last = Math.max(0, lines.length - 1);
  return cursorId === null ? last : indexOfId(lines, cursorId);
}

/** A line that was jumped to has what was before it above it: a third of the screen. */
export function logTopIndex(logs: LogsView, lines: readonly WindowLine[], pageRows: number): number {
  const index = logCursorIndex(logs, lines);
  if (logs.cursorId === null) return Math.max(0, lines.length - pageRows);
  const from = logs.topId === null ? index - Math.floor(pageRows / 3) : indexOfId(lines, logs.topId);
  return scrolledTop(Math.max(0, from), { index, count: lines.length, pageRows });
}

function indexOfId(lines: readonly WindowLine[], id: number): number {
  const index = lines.findIndex((line) => line.id >= id);
  return index < 0 ? Math.max(0, lines.length - 1) : index;
}

/** From and to which line is selected; the one under the cursor where nothing is. null: there is no line. */
export function logSelection(
  logs: LogsView,
  lines: readonly WindowLine[],
): { readonly fromId: number; readonly toId: number } | null {
  const under = lines[logCursorIndex(logs, lines)];
  if (under === undefined) return null;
  const other = logs.selectedFromId ?? under.id;
  return { fromId: Math.min(other, under.id), toId: Math.max(other, under.id) };
}
