/** The mouse, where the terminal reports it: the wheel moves, a click selects a pod. */
import type { MouseEvent } from '../../terminal/events.ts';
import type { Frame } from '../frame.ts';
import type { Action } from '../state/action.ts';

const wheelRows = 3;

export function actionsOfMouse(event: MouseEvent, { layout, rows, view }: Frame): readonly Action[] {
  if (view.overlay !== null || view.filter.field !== null || view.jobs.search.field !== null) return [];
  if (view.deploys.filter.field !== null || view.tables.filter.field !== null) return [];
  if (view.logs.filter.field !== null) return [];
  if (event.action === 'wheel-up') return [{ kind: 'move', by: { rows: -wheelRows } }];
  if (event.action === 'wheel-down') return [{ kind: 'move', by: { rows: wheelRows } }];
  if (event.action !== 'press') return [];
  const list = layout.panes.find((pane) => pane.kind === 'list')?.rect;
  if (list === undefined || event.column > list.left + list.width || event.column <= list.left) return [];
  const row = rows[view.list.top + event.row - 1 - list.top - 1];
  const isInside = event.row - 1 > list.top && event.row - 1 < list.top + list.height;
  return isInside && row !== undefined ? [{ kind: 'select-pod', podId: row.id }] : [];
}
