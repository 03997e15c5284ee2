/** Which pane has the keys, and how much of the screen it has. */
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export function paneChanged(view: View, step: 1 | -1, { panes }: Situation): View {
  if (view.detail.open) return view;
  return { ...view, focus: nextOf(panes.length > 0 ? panes : [view.focus], view.focus, step) };
}

export function zoomed(view: View, step: 1 | -1): View {
  const zoom = Math.min(2, Math.max(0, view.zoom + step));
  return { ...view, zoom: zoom === 2 ? 2 : zoom === 1 ? 1 : 0 };
}

/** The one after or before in the list, round the end. */
export function nextOf<Value>(values: readonly Value[], current: Value, step: 1 | -1): Value {
  const index = values.indexOf(current);
  const from = index < 0 && step === -1 ? 0 : index;
  const next = values[(from + step + values.length) % values.length];
  // null is a value like any other.
  return next === undefined ? current : next;
}
