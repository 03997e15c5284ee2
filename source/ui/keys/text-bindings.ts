/** Keys of text fields and dialogs. Every other printable key is text in a field, and nothing in a dialog. */
import type { Situation } from '../state/situation.ts';
import type { View } from '../state/view.ts';
import type { Binding } from './binding.ts';

const typing = {
  contexts: [
    'filter',
    'search',
    'release-filter',
    'table-filter',
    'log-filter',
    'help',
    'deploy-text',
    'forward-form',
    'create-text',
    'typed',
  ],
} as const;
const dialog = { contexts: ['dialog'] } as const;

export const textBindings: readonly Binding[] = [
  {
    id: 'filter.accept',
    keys: ['enter', 'tab'],
    contexts: ['filter'],
    label: 'keep the filter',
    hint: { word: 'keep', rank: 1 },
    action: { kind: 'filter-accept' },
  },
  {
    id: 'filter.cancel',
    keys: ['escape'],
    contexts: ['filter'],
    label: 'back to the filter before',
    hint: { word: 'cancel', rank: 2 },
    action: { kind: 'filter-cancel' },
  },
  {
    id: 'filter.older',
    keys: ['up'],
    contexts: ['filter'],
    label: 'older filter',
    action: { kind: 'filter-history', step: 1 },
  },
  {
    id: 'filter.newer',
    keys: ['down'],
    contexts: ['filter'],
    label: 'newer filter',
    action: { kind: 'filter-history', step: -1 },
  },
  {
    id: 'help.close',
    keys: ['escape', 'f1'],
    contexts: ['help'],
    label: 'close it',
    hint: { word: 'close', rank: 0 },
    action: { kind: 'escape' },
  },
  {
    id: 'help.down',
    keys: ['down', 'tab'],
    contexts: ['help'],
    label: 'next line',
    action: { kind: 'help-move', by: 1 },
  },
  {
    id: 'help.up',
    keys: ['up', 'shift+tab'],
    contexts: ['help'],
    label: 'line before',
    action: { kind: 'help-move', by: -1 },
  },
  {
    id: 'help.page-down',
    keys: ['pagedown'],
    contexts: ['help'],
    label: 'ten lines down',
    action: { kind: 'help-move', by: 10 },
  },
  {
    id: 'help.page-up',
    keys: ['pageup'],
    contexts: ['help'],
    label: 'ten lines up',
    action: { kind: 'help-move', by: -10 },
  },
  {
    id: 'text.delete',
    keys: ['backspace'],
    ...typing,
    label: 'delete backwards',
    action: { kind: 'edit', edit: { kind: 'delete-before' } },
  },
  {
    id: 'text.delete-after',
    keys: ['delete'],
    ...typing,
    label: 'delete forwards',
    action: { kind: 'edit', edit: { kind: 'delete-after' } },
  },
  {
    id: 'text.delete-word',
    keys: ['ctrl+w'],
    ...typing,
    label: 'delete the word before',
    action: { kind: 'edit', edit: { kind: 'delete-word' } },
  },
  {
    id: 'text.clear',
    keys: ['ctrl+u'],
    ...typing,
    label: 'delete all',
    action: { kind: 'edit', edit: { kind: 'clear' } },
  },
  {
    id: 'text.left',
    keys: ['left'],
    ...typing,
    label: 'cursor left',
    action: { kind: 'edit', edit: { kind: 'left' } },
  },
  {
    id: 'text.right',
    keys: ['right'],
    ...typing,
    label: 'cursor right',
    action: { kind: 'edit', edit: { kind: 'right' } },
  },
  {
    id: 'text.start',
    keys: ['ctrl+a', 'home'],
    ...typing,
    label: 'cursor to the start',
    action: { kind: 'edit', edit: { kind: 'start' } },
  },
  {
    id: 'text.end',
    keys: ['ctrl+e', 'end'],
    ...typing,
    label: 'cursor to the end',
    action: { kind: 'edit', edit: { kind: 'end' } },
  },
  {
    id: 'dialog.no',
    keys: ['n', 'escape', 'q'],
    ...dialog,
    label: 'no',
    hint: {
      word: 'no',
      rank: 0,
      wordNow: (view, situation) => (withoutQuestion(view, situation) === null ? 'no' : 'close'),
    },
    action: { kind: 'dialog-answer', yes: false },
  },
  {
    id: 'dialog.yes',
    keys: ['y'],
    ...dialog,
    label: 'yes',
    hint: { word: 'yes', rank: 1 },
    action: { kind: 'dialog-answer', yes: true },
    disabledReason: withoutQuestion,
  },
  {
    id: 'dialog.toggle',
    keys: ['tab', 'left', 'right'],
    ...dialog,
    label: 'from no to yes and back',
    hint: { word: 'the other answer', rank: 3 },
    action: { kind: 'dialog-toggle' },
    disabledReason: withoutQuestion,
  },
  {
    id: 'dialog.enter',
    keys: ['enter'],
    ...dialog,
    label: 'the answer that is marked',
    hint: { word: 'what is marked', rank: 2 },
    action: { kind: 'dialog-enter' },
    disabledReason: withoutQuestion,
  },
];

/** The dialog of an edit tells how it stands, and asks only when there is a change to be made. */
function withoutQuestion({ overlay }: View, { life }: Situation): string | null {
  if (overlay?.kind !== 'edit' || life.edit?.kind === 'ready') return null;
  return 'nothing is asked here: Esc closes';
}
