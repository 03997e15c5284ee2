/** Selection and scrolling of the pod list. The selection is a pod, not a row: it stays when rows change places. */
import type { Movement } from './action.ts';
import { movedIndex, scrolledTop } from './movement.ts';
import type { Situation } from './situation.ts';
import type { ListView } from './view.ts';

export function moveInList(list: ListView, by: Movement, situation: Situation): ListView {
  const { podIds } = situation;
  const current = list.selectedId === null ? -1 : podIds.indexOf(list.selectedId);
  const index = movedIndex(Math.max(0, current), by, {
    count: podIds.length,
    pageRows: situation.pageRows.list,
  });
  return placed(chosenInList({ ...list, selectedId: podIds[index] ?? null }), situation);
}

/** The selected pod is the one that the operator means, whether they went to it or did something with it. */
export function chosenInList(list: ListView): ListView {
  return { ...list, chosen: true, chosenId: list.selectedId ?? list.chosenId };
}

/**
 * After the rows have changed: the pod that was chosen; where it has gone, or a filter hides it, the nearest that was
 * beside it. A hidden one is selected again as soon as it is back.
 */
export function reconcileList(list: ListView, situation: Situation): ListView {
  const { podIds } = situation;
  const present = new Set(podIds);
  const kept = list.chosen ? keptSelection(list, present) : null;
  const selectedId = kept ?? podIds[0] ?? null;
  const isHidden =
    list.chosenId !== null && !present.has(list.chosenId) && situation.fleet.pods.has(list.chosenId);
  const chosenId = isHidden || !list.chosen ? list.chosenId : selectedId;
  const next = placed({ ...list, selectedId, chosenId, order: podIds }, situation);
  return isSame(list, next) ? list : next;
}

function keptSelection(list: ListView, present: ReadonlySet<string>): string | null {
  if (list.chosenId !== null && present.has(list.chosenId)) return list.chosenId;
  if (list.selectedId === null) return null;
  if (present.has(list.selectedId)) return list.selectedId;
  const index = list.order.indexOf(list.selectedId);
  if (index < 0) return null;
  const after = list.order.slice(index + 1).find((id) => present.has(id));
  return after ?? list.order.slice(0, index).findLast((id) => present.has(id)) ?? null;
}

/** While the list is not on the screen, its place is kept for when it comes back. */
function placed(list: ListView, { podIds, pageRows }: Situation): ListView {
  if (pageRows.list === 0) return list;
  const index = list.selectedId === null ? 0 : podIds.indexOf(list.selectedId);
  return { ...list, top: scrolledTop(list.top, { index, count: podIds.length, pageRows: pageRows.list }) };
}

function isSame(left: ListView, right: ListView): boolean {
  if (left.selectedId !== right.selectedId || left.chosenId !== right.chosenId) return false;
  if (left.top !== right.top) return false;
  if (left.order.length !== right.order.length) return false;
  return left.order.every((id, index) => id === right.order[index]);
}
