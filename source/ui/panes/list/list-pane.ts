/** The pods: only the rows on the screen are made, so a large fleet costs no more to draw than a small one. */
import type { Frame } from '../../frame.ts';
import type { DrawPane } from '../pane.ts';
import { filledRows } from '../pane.ts';
import { listPlan } from './list-plan.ts';
import { headSpans, rowSpans } from './list-row.ts';

export const drawList: DrawPane = (frame, { rect }) => {
  const { view, paint, rows, nowMs, fleet } = frame;
  const focused = view.focus === 'list' && view.overlay === null;
  const marks = new Set(view.marks);
  const plan = listPlan({ width: rect.width, wide: view.wide });
  const lines = [paint.line(headSpans(plan, view.list.sort, focused), rect.width)];
  if (rows.length === 0) lines.push(...emptyLines(frame, rect.width));
  for (const row of rows.slice(view.list.top, view.list.top + rect.height - 1)) {
    const selected = row.id === view.list.selectedId;
    lines.push(
      paint.line(
        rowSpans(row, plan, {
          ...{ selected, focused, nowMs, marked: marks.has(row.id) },
          keyWishes: view.keyWishes,
          idleStop: fleet.money.idleStops.get(row.id),
        }),
        rect.width,
        { selected: selected && focused },
      ),
    );
  }
  return filledRows(lines, rect);
};

function emptyLines({ view, paint, totals }: Frame, width: number): string[] {
  return [
    paint.line([], width),
    paint.line(
      [
        ['   no pod matches ', 'dim'],
        [`/${view.filter.applied}`, 'warn'],
      ],
      width,
    ),
    paint.line([[`   ${totals.podCount} hidden; Esc clears the filter`, 'dim']], width),
  ];
}
