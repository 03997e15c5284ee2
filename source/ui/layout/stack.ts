/** Rectangles cut from others. */
import type { PaneKind, Placed, Rect } from './rect.ts';

/** Panes one below the other; the heights must add up to the rectangle's. Those without height are left out. */
export function stacked(rect: Rect, parts: readonly (readonly [kind: PaneKind, height: number])[]): Placed[] {
  const panes: Placed[] = [];
  let top = rect.top;
  for (const [kind, height] of parts) {
    if (height > 0) panes.push({ kind, rect: { left: rect.left, top, width: rect.width, height } });
    top += height;
  }
  return panes;
}

/** The first `height` rows of the rectangle, and the rest of it. */
export function splitRows(rect: Rect, height: number): readonly [Rect, Rect] {
  return [
    { ...rect, height },
    { ...rect, top: rect.top + height, height: rect.height - height },
  ];
}

/** Left part, a rule of one column, and the right part. */
export function splitColumns(rect: Rect, leftWidth: number): readonly [left: Rect, rule: Rect, right: Rect] {
  return [
    { ...rect, width: leftWidth },
    { ...rect, left: rect.left + leftWidth, width: 1 },
    { ...rect, left: rect.left + leftWidth + 1, width: rect.width - leftWidth - 1 },
  ];
}
