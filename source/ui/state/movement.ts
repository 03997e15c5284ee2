/** Where a movement leads in a list of rows. */
import type { Movement } from './action.ts';

/** The index after the move, kept within the list; 0 for an empty one. */
export function movedIndex(
  index: number,
  by: Movement,
  list: { readonly count: number; readonly pageRows: number },
): number {
  const last = Math.max(0, list.count - 1);
  if (by === 'first') return 0;
  if (by === 'last') return last;
  const step =
    'rows' in by ? by.rows : Math.trunc(by.pages * Math.max(1, list.pageRows)) || Math.sign(by.pages);
  return Math.min(last, Math.max(0, index + step));
}

/** The first row to show, moved no further than it takes to have `index` on the screen and no empty rows below. */
export function scrolledTop(
  top: number,
  place: { readonly index: number; readonly count: number; readonly pageRows: number },
): number {
  const { index, count, pageRows } = place;
  const lowest = Math.max(0, count - pageRows);
  const within = Math.min(Math.max(top, index - pageRows + 1), Math.max(0, index));
  return Math.max(0, Math.min(lowest, within));
}
