/** The body between header and footer, by width and height. */
import { listRows } from './list-rows.ts';
import type { PaneKind, Placed, Rect } from './rect.ts';
import type { LayoutRequest } from './request.ts';
import { splitColumns, splitRows, stacked } from './stack.ts';
import { fourColumns } from './wide-body.ts';

export function bodyOf(request: LayoutRequest, body: Rect): Placed[] {
  const { view, size, welcome } = request;
  if (welcome && view.page === 'pods' && view.focus === 'output') return [{ kind: 'output', rect: body }];
  if (view.page === 'logs') return [{ kind: 'logs', rect: body }];
  if (view.page === 'table') return [{ kind: 'table', rect: body }];
  if (welcome && view.page !== 'deploys' && view.page !== 'jobs') return [{ kind: 'welcome', rect: body }];
  if (view.detailOpen) return [{ kind: 'full-detail', rect: body }];
  if (view.page === 'health') return [{ kind: 'health', rect: body }];
  if (view.page === 'deploys') return [{ kind: view.focus === 'output' ? 'output' : 'releases', rect: body }];
  if (view.page === 'jobs') return [{ kind: view.focus === 'output' ? 'output' : 'jobs', rect: body }];
  if (view.zoom === 2) return [{ kind: view.focus, rect: body }];
  if (view.zoom === 1) return half(request, body);
  if (size.columns >= 180 && size.rows >= 36) return fourColumns(request, body);
  if (size.columns >= 100 && size.rows >= 24) return listOverPanes(request, body);
  if (size.columns >= 80 && size.rows >= 20) return listOverStrip(request, body);
  return listOverReports(request, body);
}

/** On a low screen the row of alerts has its room from what stands under the list, not from the list. */
function roomOfList({ size, view }: LayoutRequest, body: Rect): number {
  return body.height + (size.rows >= 24 && size.rows < 36 && view.headerMode === 'full' ? 1 : 0);
}

function half(request: LayoutRequest, body: Rect): Placed[] {
  const { view, podCount } = request;
  const other: PaneKind = view.focus === 'list' ? 'detail' : view.focus;
  const share = view.focus === 'list' ? 0.67 : 0.33;
  const list = listRows(podCount, { available: roomOfList(request, body), share });
  return stacked(body, [
    ['list', list],
    [other, body.height - list],
  ]);
}

function listOverPanes(request: LayoutRequest, body: Rect): Placed[] {
  const { view, size, podCount } = request;
  const output = size.rows >= 36 ? Math.max(6, Math.floor(body.height * 0.22)) : 1;
  const list = listRows(podCount, { available: roomOfList(request, body) - output, share: 0.54 });
  if (view.focus === 'output' && output === 1) return listOverOutput(request, body);
  const [top, rest] = splitRows(body, list);
  const [middle, bottom] = splitRows(rest, rest.height - bottomRows(output, { view, rest: rest.height }));
  const outputKind: PaneKind = output === 1 ? 'last-output' : 'output';
  if (size.columns < 120) {
    const shared: PaneKind = view.focus === 'health' ? 'health' : 'detail';
    return stacked(body, [
      ['list', list],
      [shared, middle.height],
      [outputKind, bottom.height],
    ]);
  }
  const [left, rule, right] = splitColumns(middle, Math.floor(middle.width / 2));
  return [
    { kind: 'list', rect: top },
    { kind: 'detail', rect: left },
    { kind: 'divider', rect: rule, joints: [0] },
    { kind: 'health', rect: right },
    { kind: outputKind, rect: bottom, joints: [left.width] },
  ];
}

/** A pane of output that has the keys is being read: it has more of what stands under the list, which stays as it is. */
function bottomRows(
  output: number,
  { view, rest }: { readonly view: LayoutRequest['view']; readonly rest: number },
): number {
  return view.focus === 'output' && output > 1 ? Math.max(output, Math.floor(rest * 0.58)) : output;
}

/** Where there is no room for all, the output has the place of what else stands under the list while it has the keys. */
function listOverOutput({ podCount }: LayoutRequest, body: Rect): Placed[] {
  const list = listRows(podCount, { available: body.height, share: body.height >= 20 ? 0.4 : 0.3 });
  if (body.height < 16) return [{ kind: 'output', rect: body }];
  return stacked(body, [
    ['list', list],
    ['output', body.height - list],
  ]);
}

function listOverStrip(request: LayoutRequest, body: Rect): Placed[] {
  const { size, podCount, view } = request;
  if (view.focus === 'output') return listOverOutput(request, body);
  if (size.rows < 24) {
    const list = listRows(podCount, { available: body.height - 5, share: 1 });
    return stacked(body, [
      ['list', list],
      ['strip', Math.min(4, body.height - list)],
      ['health', Math.max(0, body.height - list - 5)],
      ['last-output', 1],
    ]);
  }
  if (size.rows < 36) {
    const list = listRows(podCount, { available: roomOfList(request, body) - 8, share: 1 });
    return stacked(body, [
      ['list', list],
      ['strip', 4],
      ['health', body.height - list - 5],
      ['last-output', 1],
    ]);
  }
  const list = listRows(podCount, { available: body.height - 1, share: 0.5 });
  const rest = body.height - list - 1;
  const detail = Math.min(14, Math.ceil(rest * 0.6));
  return stacked(body, [
    ['list', list],
    ['detail', detail],
    ['health', rest - detail],
    ['last-output', 1],
  ]);
}

/** Too narrow for anything beside the list; a tall terminal still has room for the reports below it. */
function listOverReports(request: LayoutRequest, body: Rect): Placed[] {
  const { size, podCount, view } = request;
  if (view.focus === 'output') return listOverOutput(request, body);
  const output = size.columns >= 60 && size.rows >= 16 ? 1 : 0;
  if (size.rows < 24)
    return stacked(body, [
      ['list', body.height - output],
      ['last-output', output],
    ]);
  const list = listRows(podCount, { available: roomOfList(request, body) - output, share: 0.65 });
  return stacked(body, [
    ['list', list],
    ['health', body.height - list - output],
    ['last-output', output],
  ]);
}
