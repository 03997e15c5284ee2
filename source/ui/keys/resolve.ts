/** Which binding a key press means, in the state the screen is in. */
import type { Action } from '../state/action.ts';
import type { Situation } from '../state/situation.ts';
import type { View } from '../state/view.ts';
import type { Binding, Context } from './binding.ts';
import { bindings } from './bindings.ts';
import { foundInHelp } from './help-search.ts';

/** The actions to perform, in order; none for a key that means nothing here. */
export function actionsOf(key: string, view: View, situation: Situation): readonly Action[] {
  if (view.overlay?.kind === 'help' && key === 'enter') return helpChoice(view, situation);
  const binding = bindingOf(key, view);
  if (binding !== null) return performed(binding, view, situation);
  if (view.prefix !== null) return [{ kind: 'prefix', key: null }];
  const isTyping = view.overlay?.kind === 'help' || view.filter.field !== null;
  if (isTyping && isPrintable(key))
    return [{ kind: 'edit', edit: { kind: 'insert', text: key === 'space' ? ' ' : key } }];
  return [];
}

/** The contexts that hear keys now, the one that wins first. */
export function contextsOf(view: View): readonly Context[] {
  if (view.overlay !== null) return [view.overlay.kind === 'help' ? 'help' : 'dialog'];
  if (view.filter.field !== null) return ['filter'];
  if (view.detail.open) return ['detail', 'global'];
  return [view.focus, 'global'];
}

/** Bindings heard now whose key begins with the prefix; all of them without one. */
export function bindingsHeard(view: View): readonly Binding[] {
  const heard = contextsOf(view);
  return bindings.filter((binding) => binding.contexts.some((context) => heard.includes(context)));
}

function bindingOf(key: string, view: View): Binding | null {
  const chord = view.prefix === null ? key : `${view.prefix} ${key}`;
  for (const context of contextsOf(view)) {
    const found = bindings.find(
      (binding) => binding.contexts.includes(context) && binding.keys.includes(chord),
    );
    if (found !== undefined) return found;
  }
  if (view.prefix !== null && key === 'escape') return null;
  return bindings.find((binding) => binding.always === true && binding.keys.includes(key)) ?? null;
}

function performed(binding: Binding, view: View, situation: Situation): readonly Action[] {
  const reason = binding.disabledReason?.(view, situation) ?? null;
  if (reason === null) return [binding.action];
  // What the footer does not offer anyway, such as another pane where there is one, needs no excuse.
  return binding.contexts.includes('global') ? [] : [{ kind: 'notice', level: 'warn', text: reason }];
}

function helpChoice(view: View, situation: Situation): readonly Action[] {
  if (view.overlay?.kind !== 'help') return [];
  const closed: View = { ...view, overlay: null };
  const found = foundInHelp(bindingsHeard(closed), view.overlay.query.text);
  const binding = found[Math.min(view.overlay.index, found.length - 1)];
  return binding === undefined ? [] : [{ kind: 'escape' }, ...performed(binding, closed, situation)];
}

function isPrintable(key: string): boolean {
  return key === 'space' || [...key].length === 1;
}
