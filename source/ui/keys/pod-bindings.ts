/** What is done with the selected pod without changing it. */
import { retryRefusal, selectedEntry } from '../state/pod-actions.ts';
import type { Binding } from './binding.ts';

export const podBindings: readonly Binding[] = [
  {
    id: 'pods.open',
    keys: ['enter'],
    contexts: ['list', 'health', 'detail'],
    label: 'open the pod on the whole screen',
    hint: { word: 'open', rank: 2 },
    action: { kind: 'open-detail' },
    disabledReason: (view) => (view.detail.open ? 'it is open' : null),
  },
  {
    id: 'pods.retry-link',
    keys: ['t'],
    contexts: ['list', 'detail'],
    label: 'try to connect again now',
    hint: { word: 'try link', rank: 4 },
    action: { kind: 'retry-link' },
    disabledReason: (view, situation) => {
      const entry = selectedEntry(view, situation);
      return entry === null ? 'no pod is selected' : retryRefusal(entry);
    },
  },
  {
    id: 'pods.copy-id',
    keys: ['c'],
    contexts: ['list', 'detail'],
    label: 'copy the id of the pod',
    hint: { word: 'copy id', rank: 11 },
    action: { kind: 'copy-id' },
  },
  {
    id: 'pods.wide',
    keys: ['w'],
    contexts: ['list'],
    label: 'wide: more figures, no bars',
    hint: { word: 'wide', rank: 6 },
    action: { kind: 'wide' },
  },
  {
    id: 'detail.next-tab',
    keys: [']'],
    contexts: ['detail'],
    label: 'next tab',
    hint: { word: 'tabs', rank: 3, rankNow: ({ detail }) => (detail.open ? 1 : 3) },
    action: { kind: 'tab', step: 1 },
  },
  {
    id: 'detail.previous-tab',
    keys: ['['],
    contexts: ['detail'],
    label: 'previous tab',
    action: { kind: 'tab', step: -1 },
  },
];
