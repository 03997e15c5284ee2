/** The menu of a pod: the cursor in it. Which rows it has, the table of keys says. */
import { type Outcome, seen } from './outcome.ts';
import type { View } from './view.ts';

export function openMenu(view: View): Outcome {
  return seen({ ...view, prefix: null, overlay: { kind: 'pod-menu', index: 0 } });
}

export function moveInMenu(view: View, by: number): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'pod-menu') return seen(view);
  return seen({ ...view, overlay: { ...overlay, index: Math.max(0, overlay.index + by) } });
}
