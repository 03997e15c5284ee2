/** What changes a pod's life: each asks first. Capitals where it costs, ends or rents something. */
import { createRefusal } from '../state/create-refusal.ts';
import { editRefusal } from '../state/edit-questions.ts';
import { notRightYet, typedRefusal } from '../state/life-questions.ts';
import { lifeTargets } from '../state/life-targets.ts';
import type { LifeWish } from '../state/life-wish.ts';
import { isEndingTyped } from '../state/resource-endings.ts';
import type { Binding } from './binding.ts';

const onPods = { contexts: ['list', 'detail'] } as const;

export const lifeBindings: readonly Binding[] = [
  wish('pods.power', 'S', 'power', {
    label: 'start or stop the pod, or all marked ones; asks first, and says what is lost',
    hint: { word: 'start/stop', rank: 3 },
    action: { kind: 'power' },
  }),
  wish('pods.restart', 'r', 'restart', {
    label: 'restart the pod, or all marked ones: their containers are made anew; asks first',
  }),
  wish('pods.terminate', 'D', 'terminate', {
    label: 'terminate the pod, or all marked ones, for good; the name has to be typed',
  }),
  wish('pods.lock', 'U', 'lock-toggle', {
    label: 'lock the pod against stopping and resetting, or unlock it; asks first',
  }),
  {
    id: 'pods.edit',
    keys: ['e'],
    ...onPods,
    label: 'edit the settings of the pod in $EDITOR; shows the difference, then asks',
    action: { kind: 'edit-open' },
    disabledReason: editRefusal,
  },
  {
    id: 'pods.create',
    keys: ['N'],
    contexts: ['list', 'detail', 'health'],
    label: 'new pod: a form, then its plan, then it asks',
    hint: { word: 'new pod', rank: 7 },
    action: { kind: 'create-open' },
    disabledReason: createRefusal,
  },
  {
    id: 'pods.menu',
    keys: ['m'],
    contexts: ['list', 'detail', 'health'],
    label: 'menu: all that can be done with the pod, and why something cannot',
    hint: { word: 'menu', rank: 5 },
    action: { kind: 'menu-open' },
  },
  {
    id: 'typed.enter',
    keys: ['enter'],
    contexts: ['typed'],
    label: 'do it; nothing until what is typed is right',
    hint: { word: 'do it', rank: 1 },
    action: { kind: 'typed-enter' },
    disabledReason: ({ overlay }, { fleet }) => {
      if (overlay?.kind === 'life') return typedRefusal(overlay, fleet);
      return overlay?.kind === 'end' && isEndingTyped(overlay) ? null : notRightYet;
    },
  },
  {
    id: 'typed.keep',
    keys: ['escape'],
    contexts: ['typed'],
    label: 'keep everything as it is',
    hint: { word: 'keep', rank: 0 },
    action: { kind: 'dialog-answer', yes: false },
  },
  {
    id: 'edit.again',
    keys: ['e'],
    contexts: ['editing'],
    label: 'open the file in the editor again, as it was left',
    hint: { word: 'edit again', rank: 2 },
    action: { kind: 'edit-again' },
    disabledReason: (_view, { life }) =>
      life.edit?.kind === 'wrong' || life.edit?.kind === 'ready' ? null : 'there is nothing to edit again',
  },
  menuMove('menu.down', ['down', 'tab', 'j'], 'next line', 1),
  menuMove('menu.up', ['up', 'shift+tab', 'k'], 'line before', -1),
  menuMove('menu.page-down', ['pagedown'], 'ten lines down', 10),
  menuMove('menu.page-up', ['pageup'], 'ten lines up', -10),
  {
    id: 'menu.enter',
    keys: ['enter'],
    contexts: ['pod-menu'],
    label: 'what is marked; its own key does it too',
    hint: { word: 'do it', rank: 1 },
    action: { kind: 'menu-enter' },
  },
  {
    id: 'menu.close',
    keys: ['escape', 'q'],
    contexts: ['pod-menu'],
    label: 'close the menu',
    hint: { word: 'close', rank: 0 },
    action: { kind: 'escape' },
  },
];

function wish(
  id: string,
  key: string,
  of: LifeWish,
  more: Pick<Binding, 'label'> & Partial<Pick<Binding, 'hint' | 'action'>>,
): Binding {
  return {
    ...{ id, keys: [key], ...onPods, action: { kind: 'life', wish: of } },
    disabledReason: (view, situation) => {
      const targets = lifeTargets(view, of, situation);
      return targets.ok ? null : targets.reason;
    },
    ...more,
  };
}

function menuMove(id: string, keys: readonly string[], label: string, by: number): Binding {
  return { id, keys, contexts: ['pod-menu'], label, action: { kind: 'menu-move', by } };
}
