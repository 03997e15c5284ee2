/** Which binding a key press means, in the state the screen is in. */

import type { Action } from '../state/action.ts';
import { isTextRow } from '../state/deploy-options.ts';
import type { Situation } from '../state/situation.ts';
import type { Overlay, View } from '../state/view.ts';
import type { Binding, Context } from './binding.ts';
import { bindings } from './bindings.ts';
import { foundInHelp } from './help-search.ts';

/** The actions to perform, in order; none for a key that means nothing here. */
export function actionsOf(key: string, view: View, situation: Situation): readonly Action[] {
  if (view.overlay?.kind === 'help' && key === 'enter') return helpChoice(view, situation);
  const binding = bindingOf(key, view);
  if (binding !== null) return performed(binding, view, situation);
  if (view.prefix !== null) return [{ kind: 'prefix', key: null }];
  if (isTypingText(view) && isPrintable(key))
    return [{ kind: 'edit', edit: { kind: 'insert', text: key === 'space' ? ' ' : key } }];
  return [];
}

/** The contexts that hear keys now, the one that wins first. */
export function contextsOf(view: View): readonly Context[] {
  if (view.overlay?.kind === 'deploy-form')
    return [isTextRow(view.deploys.form?.row ?? 'project') ? 'deploy-text' : 'deploy-choice', 'deploy-form'];
  if (view.overlay !== null) return overlayContexts[view.overlay.kind];
  if (view.filter.field !== null) return ['filter'];
  if (view.jobs.search.field !== null) return ['search'];
  if (view.deploys.filter.field !== null) return ['release-filter'];
  if (view.detail.open) return ['detail', 'global'];
  if (view.focus === 'output' && view.jobs.shownId !== null) return ['job', 'output', 'global'];
  if (view.focus === 'releases' && view.deploys.openKey !== null) return ['release', 'global'];
  return [view.focus, 'global'];
}

const overlayContexts: Readonly<Record<Exclude<Overlay['kind'], 'deploy-form'>, readonly Context[]>> = {
  help: ['help'],
  power: ['dialog'],
  optimise: ['dialog'],
  fix: ['dialog'],
  benchmark: ['benchmark', 'choice'],
  quit: ['quitting', 'choice'],
  'deploy-plan': ['deploy-plan'],
  'deploy-ask': ['dialog'],
  'deploy-confirm': ['dialog'],
};

/** Printable keys and pasted text are text now. */
export function isTypingText({ overlay, filter, jobs, deploys }: View): boolean {
  if (overlay?.kind === 'deploy-form') return deploys.form !== null && isTextRow(deploys.form.row);
  if (overlay !== null) return overlay.kind === 'help';
  return filter.field !== null || jobs.search.field !== null || deploys.filter.field !== null;
}

/** Bindings heard now; one whose keys all mean something else here is not among them. */
export function bindingsHeard(view: View): readonly Binding[] {
  const heard = contextsOf(view);
  const found = bindings.filter((binding) => binding.contexts.some((context) => heard.includes(context)));
  return found.filter((binding) => binding.keys.some((key) => ownerOf(key, heard) === binding));
}

function bindingOf(key: string, view: View): Binding | null {
  const chord = view.prefix === null ? key : `${view.prefix} ${key}`;
  const found = ownerOf(chord, contextsOf(view));
  if (found !== null) return found;
  if (view.prefix !== null && key === 'escape') return null;
  return bindings.find((binding) => binding.always === true && binding.keys.includes(key)) ?? null;
}

/** The binding of the first context that has the key: an inner pane's use of it hides the one that is heard everywhere. */
function ownerOf(key: string, heard: readonly Context[]): Binding | null {
  for (const context of heard) {
    const found = bindings.find(({ contexts, keys }) => contexts.includes(context) && keys.includes(key));
    if (found !== undefined) return found;
  }
  return null;
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
