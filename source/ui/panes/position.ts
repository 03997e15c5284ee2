/** "1–12/14↓": which rows of the list are on the screen, and whether there are more. */
import type { Span } from '../draw/paint.ts';
import type { Frame } from '../frame.ts';

export function positionSpans({ layout, view, rows }: Frame): Span[] {
  const list = layout.panes.find((pane) => pane.kind === 'list');
  if (list === undefined || rows.length === 0) return [];
  const { top } = view.list;
  const last = Math.min(rows.length, top + list.rect.height - 1);
  const arrows = `${top > 0 ? '↑' : ''}${last < rows.length ? '↓' : ''}`;
  return [[`${top + 1}–${last}/${rows.length}${arrows}`, 'dim']];
}
