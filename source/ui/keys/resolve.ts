/** Which binding a key press means, in the state the screen is in. */
import type { Action } from '../state/action.ts';
import { type CreateRow, isTextRow as isCreateText, isListRow } from '../state/create-form.ts';
import { isTextRow } from '../state/deploy-options.ts';
import { endableOf } from '../state/resource-endings.ts';
import type { Situation } from '../state/situation.ts';
import type { TableId } from '../state/tables-view.ts';
import type { Overlay, View } from '../state/view.ts';
import type { Binding, Context } from './binding.ts';
import { boundBindings } from './bound.ts';
import { foundInHelp } from './help-search.ts';
import { isPrintable } from './key-name.ts';
import { foundInPalette } from './palette.ts';
import { menuChoice, menuRows } from './pod-menu.ts';

/** The actions to perform, in order; none for a key that means nothing here. */
export function actionsOf(key: string, view: View, situation: Situation): readonly Action[] {
  if (view.overlay?.kind === 'help' && key === 'enter') return helpChoice(view, situation);
  if (view.overlay?.kind === 'palette' && key === 'enter') return paletteChoice(view, situation);
  if (view.overlay?.kind === 'pod-menu') {
    const own = ownerOf(key, contextsOf(view), boundBindings(view.keyWishes));
    const pressed = own?.action.kind === 'menu-enter' ? null : key;
    if (own === null || pressed === null)
      return (
        menuChoice(pressed, podMenuRows(view), { view, situation }) ?? performedAlways(key, view, situation)
      );
  }
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
  if (view.overlay?.kind === 'create-form') return [createContext(view.create.row), 'create-form'];
  if (view.overlay?.kind === 'life' && view.overlay.typed !== null) return ['typed'];
  if (view.overlay !== null) return overlayContexts[view.overlay.kind];
  if (view.filter.field !== null) return ['filter'];
  if (view.jobs.search.field !== null) return ['search'];
  if (view.deploys.filter.field !== null) return ['release-filter'];
  if (view.tables.filter.field !== null) return ['table-filter'];
  if (view.logs.filter.field !== null) return ['log-filter'];
  if (view.detail.open) return ['detail', 'global'];
  if (view.focus === 'output' && view.jobs.shownId !== null) return ['job', 'output', 'global'];
  if (view.focus === 'releases' && view.deploys.openKey !== null) return ['release', 'global'];
  if (view.focus === 'table') return tableContextsOf(view.tables.id);
  return [view.focus, 'global'];
}

const overlayContexts: Readonly<
  Record<Exclude<Overlay['kind'], 'deploy-form' | 'create-form'>, readonly Context[]>
> = {
  help: ['help'],
  palette: ['help'],
  life: ['dialog'],
  edit: ['editing', 'dialog'],
  end: ['typed'],
  'create-ask': ['dialog'],
  'pod-menu': ['pod-menu'],
  optimise: ['dialog'],
  fix: ['dialog'],
  benchmark: ['benchmark', 'choice'],
  quit: ['quitting', 'choice'],
  snooze: ['snoozing', 'choice'],
  'log-sources': ['log-sources'],
  'forward-form': ['forward-form'],
  'deploy-plan': ['deploy-plan'],
  'deploy-ask': ['dialog'],
  'deploy-confirm': ['dialog'],
};

/** Of a table of what the account holds, its own keys before those of all tables. */
function tableContextsOf(id: TableId): readonly Context[] {
  return endableOf(id) === null
    ? [`table-${id}`, 'table', 'global']
    : [`table-${id}`, 'holding', 'table', 'global'];
}

function createContext(row: CreateRow): Context {
  if (isCreateText(row)) return 'create-text';
  return isListRow(row) ? 'create-list' : 'create-choice';
}

/** The rows of the menu that is open: of what is heard in the pane under it. */
export function podMenuRows(view: View): readonly Binding[] {
  return menuRows(bindingsHeard({ ...view, overlay: null }));
}
const typedOverlays: ReadonlySet<Overlay['kind']> = new Set(['help', 'palette', 'forward-form', 'end']);

/** Printable keys and pasted text are text now. */
export function isTypingText({ overlay, filter, jobs, deploys, tables, create, logs }: View): boolean {
  if (overlay?.kind === 'create-form') return isCreateText(create.row);
  if (overlay?.kind === 'life') return overlay.typed !== null;
  if (overlay?.kind === 'deploy-form') return deploys.form !== null && isTextRow(deploys.form.row);
  if (overlay !== null) return typedOverlays.has(overlay.kind);
  const others = [deploys.filter.field, tables.filter.field, logs.filter.field];
  const fields = [filter.field, jobs.search.field, ...others];
  return fields.some((field) => field !== null);
}

/** Bindings heard now; one whose keys all mean something else here is not among them. */
export function bindingsHeard(view: View): readonly Binding[] {
  const bindings = boundBindings(view.keyWishes);
  const heard = contextsOf(view);
  const lists = heardIn.get(bindings) ?? new Map<string, readonly Binding[]>();
  heardIn.set(bindings, lists);
  const where = heard.join(' ');
  const known = lists.get(where) ?? bindingsIn(heard, bindings);
  lists.set(where, known);
  return known;
}

/** By the contexts, of which there are a few dozen sets: every frame asks, for its footer. */
const heardIn = new WeakMap<readonly Binding[], Map<string, readonly Binding[]>>();

function bindingsIn(heard: readonly Context[], bindings: readonly Binding[]): readonly Binding[] {
  const found = bindings.filter((binding) => binding.contexts.some((context) => heard.includes(context)));
  return found.filter((binding) => binding.keys.some((key) => ownerOf(key, heard, bindings) === binding));
}

function bindingOf(key: string, view: View): Binding | null {
  const chord = view.prefix === null ? key : `${view.prefix} ${key}`;
  const found = ownerOf(chord, contextsOf(view), boundBindings(view.keyWishes));
  if (found !== null) return found;
  if (view.prefix !== null && key === 'escape') return null;
  return alwaysHeard(key, view);
}

/** The binding of the first context that has the key: an inner pane's use of it hides the one that is heard everywhere. */
function ownerOf(key: string, heard: readonly Context[], bindings: readonly Binding[]): Binding | null {
  for (const context of heard) {
    const found = bindings.find(({ contexts, keys }) => contexts.includes(context) && keys.includes(key));
    if (found !== undefined) return found;
  }
  return null;
}

/** Quitting and the like, whatever stands open. */
function performedAlways(key: string, view: View, situation: Situation): readonly Action[] {
  const binding = alwaysHeard(key, view);
  return binding === null ? [] : performed(binding, view, situation);
}

function alwaysHeard(key: string, { keyWishes }: View): Binding | null {
  return boundBindings(keyWishes).find(({ always, keys }) => always === true && keys.includes(key)) ?? null;
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

function paletteChoice(view: View, situation: Situation): readonly Action[] {
  if (view.overlay?.kind !== 'palette') return [];
  const closed: View = { ...view, overlay: null };
  const found = foundInPalette(view.overlay.query.text, bindingsHeard(closed), situation);
  const command = found[Math.min(view.overlay.index, found.length - 1)];
  if (command === undefined) return [];
  const binding = bindingsHeard(closed).find(({ action }) => action === command.action);
  const actions = binding === undefined ? [command.action] : performed(binding, closed, situation);
  return [{ kind: 'escape' }, ...actions];
}
