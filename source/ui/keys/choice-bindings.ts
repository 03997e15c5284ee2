/** Dialogs with more answers than two, and the search in a job's output. */
import type { Binding } from './binding.ts';

export const choiceBindings: readonly Binding[] = [
  row('benchmark', 'benchmark.quick', '1', 'quick: about 10 s', 1),
  row('benchmark', 'benchmark.full', '2', 'full: about 60 s', 2),
  row('benchmark', 'benchmark.quick-forced', '3', 'quick, even if the pod is busy', 3),
  row('benchmark', 'benchmark.forced', '4', 'full, even if the pod is busy', 4),
  row('quitting', 'quit.wait', 'w', 'wait: stay in the console', 0),
  row('quitting', 'quit.stop', 's', 'stop the jobs and quit', 1),
  row('quitting', 'quit.leave', 'l', 'leave those that live in the pods, and quit', 2),
  row('snoozing', 'snooze.quarter', '1', 'for 15 minutes', 1),
  row('snoozing', 'snooze.hour', '2', 'for 1 hour', 2),
  row('snoozing', 'snooze.shift', '3', 'for 8 hours', 3),
  {
    id: 'choice.next',
    keys: ['down', 'j', 'tab'],
    contexts: ['choice'],
    label: 'next answer',
    action: { kind: 'choice-step', step: 1 },
  },
  {
    id: 'choice.previous',
    keys: ['up', 'k', 'shift+tab'],
    contexts: ['choice'],
    label: 'answer before',
    action: { kind: 'choice-step', step: -1 },
  },
  {
    id: 'choice.enter',
    keys: ['enter'],
    contexts: ['choice'],
    label: 'the answer that is marked',
    hint: { word: 'what is marked', rank: 1 },
    action: { kind: 'dialog-enter' },
  },
  {
    id: 'choice.none',
    keys: ['escape', 'n', 'q'],
    contexts: ['choice'],
    label: 'none of them: everything stays as it is',
    hint: { word: 'none', rank: 0 },
    action: { kind: 'choose', index: 0 },
  },
  {
    id: 'search.accept',
    keys: ['enter', 'tab'],
    contexts: ['search'],
    label: 'go to the first match; others have their own keys',
    hint: { word: 'go to it', rank: 0 },
    action: { kind: 'job-search-accept' },
  },
  {
    id: 'search.cancel',
    keys: ['escape'],
    contexts: ['search'],
    label: 'search for nothing',
    hint: { word: 'cancel', rank: 1 },
    action: { kind: 'job-search-cancel' },
  },
];

function row(
  context: 'benchmark' | 'quitting' | 'snoozing',
  id: string,
  key: string,
  label: string,
  index: number,
): Binding {
  return { id, keys: [key], contexts: [context], label, action: { kind: 'choose', index } };
}
