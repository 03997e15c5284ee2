/** What the actions of pods' lives do: a part of the reducer's table. */
import type { Action } from './action.ts';
import { createHandlers } from './create-handlers.ts';
import { editAgain, openEdit } from './edit-questions.ts';
import type { Handlers } from './handlers.ts';
import { enterTyped, openLife } from './life-questions.ts';
import { seen } from './outcome.ts';
import { moveInMenu, openMenu } from './pod-menu.ts';
import { enterEnding } from './resource-endings.ts';

type LifeActionKind = Extract<
  Action['kind'],
  'power' | 'life' | 'typed-enter' | `edit-${string}` | `menu-${string}` | `create-${string}`
>;

export const lifeHandlers: Pick<Handlers, LifeActionKind> = {
  ...createHandlers,
  power: (view, _action, situation) => openLife(view, 'power', situation),
  life: (view, { wish }, situation) => openLife(view, wish, situation),
  'typed-enter': (view, _action, situation) =>
    view.overlay?.kind === 'end' ? enterEnding(view, view.overlay, situation) : enterTyped(view, situation),
  'edit-open': (view, _action, situation) => openEdit(view, situation),
  'edit-again': (view, _action, situation) => editAgain(view, situation),
  'menu-open': (view) => openMenu(view),
  'menu-move': (view, { by }) => moveInMenu(view, by),
  // Resolved into the row's own action before it comes here.
  'menu-enter': (view) => seen(view),
};
