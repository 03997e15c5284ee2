/** From 180 columns on: list, heat, fleet history and output on the left; detail and health on the right. */
import { listRows } from './list-rows.ts';
import type { Placed, Rect } from './rect.ts';
import type { LayoutRequest } from './request.ts';
import { splitColumns, splitRows, stacked } from './stack.ts';

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

function leftPanes(rect: Rect, podCount: number): Placed[] {
  const heatRows = 1 + Math.min(4, Math.ceil(podCount / Math.floor((rect.width - 1) / heatCellWidth)));
  const spare = rect.height - heatRows - 8;
  if (spare < 10) return [{ kind: 'list', rect }];
  const list = listRows(podCount, { available: spare, share: 1 });
  return stacked(rect, [
    ['list', list],
    ['heat', heatRows],
    ['fleet-history', rect.height - list - heatRows],
  ]);
}
