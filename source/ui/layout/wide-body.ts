/** From 180 columns on: list, heat, fleet history and output on the left; detail and health on the right. */
import type { Placed, Rect } from './rect.ts';
import type { LayoutRequest } from './request.ts';
import { splitColumns, splitRows, stacked } from './stack.ts';

/** Title, four rows of chart, and the axis of time. */
const smallestHistory = 6;

/** Pods beside each other in the heat pane, each with its name and its cards. */
export const heatCellWidth = 27;

export function fourColumns({ size, podCount }: LayoutRequest, body: Rect): Placed[] {
  const leftWidth = Math.min(140, Math.round(size.columns * 0.61));
  const upperRows = Math.round(body.height * 0.64);
  const [left, rule, right] = splitColumns(body, leftWidth);
  const [leftUpper, leftLower] = splitRows(left, upperRows);
  const [rightUpper, rightLower] = splitRows(right, upperRows);
  return [
    ...leftPanes(leftUpper, podCount),
    { kind: 'output', rect: leftLower },
    { kind: 'divider', rect: rule, joints: [upperRows] },
    { kind: 'detail', rect: rightUpper },
    { kind: 'health', rect: rightLower },
  ];
}

/** The list comes first; heat and history only where it keeps enough rows. */
function leftPanes(rect: Rect, podCount: number): Placed[] {
  const needed = Math.max(4, podCount + 1);
  const enough = Math.min(needed, 20);
  const heat = 1 + Math.min(4, Math.ceil(podCount / Math.floor((rect.width - 1) / heatCellWidth)));
  const besideBoth = Math.min(needed, rect.height - heat - smallestHistory);
  if (besideBoth >= enough)
    return stacked(rect, [
      ['list', besideBoth],
      ['heat', heat],
      ['fleet-history', rect.height - besideBoth - heat],
    ]);
  if (rect.height - heat < enough) return [{ kind: 'list', rect }];
  return stacked(rect, [
    ['list', rect.height - heat],
    ['heat', heat],
  ]);
}
