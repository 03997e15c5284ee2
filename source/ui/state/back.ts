/** Ways back: Esc undoes one level and never leaves; `q` goes back and, from the outermost level, leaves. */
import { cancelFilter, clearFilter } from './filter.ts';
import { asking, type Outcome, seen } from './outcome.ts';
import type { View } from './view.ts';

export function escapeOneLevel(view: View): Outcome {
  return seen(
    inner(view) ?? (view.filter.applied === '' ? view : { ...view, filter: clearFilter(view.filter) }),
  );
}

export function goBack(view: View): Outcome {
  const back = inner(view);
  return back === null ? asking(view, { kind: 'quit' }) : seen(back);
}

/** The view without its innermost level; null at the outermost. */
function inner(view: View): View | null {
  if (view.overlay !== null) return { ...view, overlay: null };
  if (view.prefix !== null) return { ...view, prefix: null };
  if (view.filter.field !== null) return { ...view, filter: cancelFilter(view.filter) };
  if (view.detail.open) return { ...view, detail: { ...view.detail, open: false, top: 0 } };
  if (view.zoom !== 0) return { ...view, zoom: 0 };
  if (view.page !== 'pods') return { ...view, page: 'pods', focus: 'list' };
  return null;
}
