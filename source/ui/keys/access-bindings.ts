/** Entering a pod: a shell, and its ports on this machine. */
import { entryRefusal, selectedForward, shellRefusal } from '../state/access.ts';
import { selectedEntry } from '../state/pod-actions.ts';
import type { Binding } from './binding.ts';

const onPods = { contexts: ['list', 'detail'] } as const;
const onPage = { contexts: ['table-forwards'] } as const;
const inForm = { contexts: ['forward-form'] } as const;

export const accessBindings: readonly Binding[] = [
  {
    id: 'pods.shell',
    keys: ['s'],
    ...onPods,
    label: 'a shell in the pod, on the whole terminal; ^] comes back',
    hint: { word: 'shell', rank: 3 },
    action: { kind: 'shell' },
    disabledReason: (view, situation) => shellRefusal(view, selectedEntry(view, situation)),
  },
  {
    id: 'pods.forward',
    keys: ['F'],
    ...onPods,
    label: 'serve a port of the pod on this machine; where it has some already, the page of them',
    hint: { word: 'forward', rank: 7 },
    action: { kind: 'forward' },
    disabledReason: (view, situation) => entryRefusal(selectedEntry(view, situation)),
  },
  {
    id: 'forwards.new',
    keys: ['F'],
    ...onPage,
    label: 'one more forward of this pod',
    hint: { word: 'new', rank: 2 },
    action: { kind: 'forward-new' },
  },
  {
    id: 'forwards.close',
    keys: ['x'],
    ...onPage,
    label: 'close the forward, and what goes through it',
    hint: { word: 'close', rank: 3 },
    action: { kind: 'forward-close' },
    disabledReason: (view, situation) =>
      selectedForward(view, situation) === null ? 'there is no forward to close' : null,
  },
  {
    id: 'forwards.copy',
    keys: ['c'],
    ...onPage,
    label: 'copy its address',
    hint: { word: 'copy', rank: 4 },
    action: { kind: 'table-copy' },
    disabledReason: (view, situation) =>
      selectedForward(view, situation) === null ? 'there is no forward to copy' : null,
  },
  {
    id: 'forward.accept',
    keys: ['enter'],
    ...inForm,
    label: 'open the forward',
    hint: { word: 'open it', rank: 0 },
    action: { kind: 'forward-accept' },
  },
  {
    id: 'forward.next',
    keys: ['down', 'tab'],
    ...inForm,
    label: 'next known port',
    hint: { word: 'known ports', rank: 2 },
    action: { kind: 'forward-choice', step: 1 },
  },
  {
    id: 'forward.previous',
    keys: ['up', 'shift+tab'],
    ...inForm,
    label: 'known port before',
    action: { kind: 'forward-choice', step: -1 },
  },
  {
    id: 'forward.cancel',
    keys: ['escape'],
    ...inForm,
    label: 'open none',
    hint: { word: 'cancel', rank: 1 },
    action: { kind: 'forward-cancel' },
  },
];
