/** The menu of a pod: what the table of keys knows to do with it, in its order. */
import type { Action } from '../state/action.ts';
import type { Situation } from '../state/situation.ts';
import type { View } from '../state/view.ts';
import type { Binding } from './binding.ts';

/** How the list is shown, and the menu itself, are not done with a pod. */
const leftOut: ReadonlySet<string> = new Set([
  'pods.menu',
  'pods.wide',
  'pods.mark',
  'pods.mark-all',
  'pods.mark-none',
]);

/** @param heard The bindings that work where the menu was opened. */
export function menuRows(heard: readonly Binding[]): readonly Binding[] {
  return heard.filter(({ id }) => id.startsWith('pods.') && !id.startsWith('pods.sort') && !leftOut.has(id));
}

/** What a key does in the menu: the row of that key; without a key the row that is marked. null: neither. */
export function menuChoice(
  key: string | null,
  rows: readonly Binding[],
  { view, situation }: { readonly view: View; readonly situation: Situation },
): readonly Action[] | null {
  if (view.overlay?.kind !== 'pod-menu') return null;
  const marked = rows[Math.min(view.overlay.index, rows.length - 1)];
  const binding = key === null ? marked : rows.find(({ keys }) => keys.includes(key));
  if (binding === undefined) return null;
  const closed: View = { ...view, overlay: null };
  const reason = binding.disabledReason?.(closed, situation) ?? null;
  // What cannot be done is told, and the menu stays: something else in it may help.
  if (reason !== null) return [{ kind: 'notice', level: 'warn', text: reason }];
  return [{ kind: 'escape' }, binding.action];
}
