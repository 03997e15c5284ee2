/** The form of a pod that is asked for by hand; the question after it is a dialog like any other. */
import type { Binding } from './binding.ts';

const inForm = { contexts: ['create-form'] } as const;
const onChoice = { contexts: ['create-choice', 'create-list'] } as const;

export const createBindings: readonly Binding[] = [
  {
    id: 'create.next-row',
    keys: ['down', 'tab'],
    ...inForm,
    label: 'next row',
    hint: { word: 'row', rank: 2 },
    action: { kind: 'create-row', step: 1 },
  },
  {
    id: 'create.previous-row',
    keys: ['up', 'shift+tab'],
    ...inForm,
    label: 'row before',
    action: { kind: 'create-row', step: -1 },
  },
  {
    id: 'create.enter',
    keys: ['enter'],
    ...inForm,
    label: 'on to the plan and the question; in the row of variables, take the typed one in',
    hint: { word: 'plan', rank: 0 },
    action: { kind: 'create-enter' },
  },
  {
    id: 'create.close',
    keys: ['escape'],
    ...inForm,
    label: 'close the form; what was filled in is kept',
    hint: { word: 'close', rank: 1 },
    action: { kind: 'escape' },
  },
  {
    id: 'create.toggle',
    keys: ['space'],
    contexts: ['create-list'],
    label: 'wish for what is marked, as the last; or no longer',
    hint: { word: 'wish', rank: 1 },
    action: { kind: 'create-toggle' },
  },
  {
    id: 'create.next-choice',
    keys: ['right', 'l'],
    ...onChoice,
    label: 'next choice of the row',
    hint: { word: 'change', rank: 3 },
    action: { kind: 'create-value', step: 1 },
  },
  {
    id: 'create.next-choice-space',
    keys: ['space'],
    contexts: ['create-choice'],
    label: 'next choice of the row',
    action: { kind: 'create-value', step: 1 },
  },
  {
    id: 'create.previous-choice',
    keys: ['left', 'h'],
    ...onChoice,
    label: 'choice before',
    action: { kind: 'create-value', step: -1 },
  },
  {
    id: 'create.row-down',
    keys: ['j'],
    ...onChoice,
    label: 'next row',
    action: { kind: 'create-row', step: 1 },
  },
  {
    id: 'create.row-up',
    keys: ['k'],
    ...onChoice,
    label: 'row before',
    action: { kind: 'create-row', step: -1 },
  },
  {
    id: 'create.leave',
    keys: ['q'],
    ...onChoice,
    label: 'close the form; what was filled in is kept',
    action: { kind: 'escape' },
  },
];
