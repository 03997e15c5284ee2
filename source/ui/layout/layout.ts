/**
 * Where each pane stands, for any size of the terminal: rectangles that cover every cell once. The list has the room
 * first; what else is shown follows from width and height.
 */
import type { PaneId } from '../state/view.ts';
import { bodyOf } from './body.ts';
import type { PaneKind, Placed, Rect } from './rect.ts';
import type { LayoutRequest } from './request.ts';

export type Layout = { readonly panes: readonly Placed[]; readonly focusable: readonly PaneId[] };

export const smallest = { columns: 40, rows: 10 } as const;

export function layoutOf(request: LayoutRequest): Layout {
  const { columns, rows } = request.size;
  const screen: Rect = { left: 0, top: 0, width: columns, height: rows };
  if (columns < smallest.columns || rows < smallest.rows)
    return {
      panes: columns > 0 && rows > 0 ? [{ kind: 'too-small', rect: screen }] : [],
      focusable: ['list'],
    };
  const head = headKinds(request);
  const body: Rect = { left: 0, top: head.length, width: columns, height: rows - head.length - 1 };
  const panes: Placed[] = [
    ...head.map((kind, top): Placed => ({ kind, rect: { left: 0, top, width: columns, height: 1 } })),
    ...bodyOf(request, body),
    { kind: 'footer', rect: { left: 0, top: rows - 1, width: columns, height: 1 } },
  ];
  return { panes, focusable: focusableOf(request, panes) };
}

function headKinds({ size, view, welcome }: LayoutRequest): PaneKind[] {
  if (view.headerMode === 'none') return [];
  if (view.headerMode === 'one' || size.rows < 24) return ['header'];
  return welcome ? ['header', 'crumb'] : ['header', 'alerts', 'crumb'];
}

/** In the order in which Tab goes round. Between 100 and 119 columns one place serves two panes. */
function focusableOf(request: LayoutRequest, panes: readonly Placed[]): PaneId[] {
  const { view, size } = request;
  const shown = (kind: PaneKind) => panes.some((pane) => pane.kind === kind);
  if (view.detailOpen) return ['detail'];
  if (view.page === 'health') return ['health'];
  if (view.page === 'jobs') return ['jobs', 'output'];
  if (view.page === 'deploys') return ['releases', 'output'];
  if (view.page === 'table') return ['table'];
  if (view.page === 'logs') return ['logs'];
  if (view.zoom !== 0)
    return size.columns >= 60 ? ['list', 'detail', 'health', 'output'] : ['list', 'health', 'output'];
  const result: PaneId[] = ['list'];
  // A first deploy has no pod yet, and its output must be seen.
  if (request.welcome) return view.focus === 'output' ? [...result, 'output'] : result;
  const shared = size.columns >= 100 && size.columns < 120 && (shown('detail') || shown('health'));
  if (shown('detail') || shared) result.push('detail');
  if (shown('health') || shared) result.push('health');
  // What has no pane of its own has one as soon as Tab leads there.
  result.push('output');
  return result;
}
