/** What is done on the tables of what RunPod has and holds: a pod on a GPU, and an end to what the account holds. */
import { createRefusal } from '../state/create-refusal.ts';
import { endingRefusal } from '../state/resource-endings.ts';
import { selectedTableRow } from '../state/tables.ts';
import type { Binding } from './binding.ts';

export const resourceBindings: readonly Binding[] = [
  {
    id: 'gpus.create',
    keys: ['N'],
    contexts: ['table-gpus'],
    label: 'new pod on this GPU, as the first wish of the form',
    hint: { word: 'new pod', rank: 2 },
    action: { kind: 'create-on-gpu' },
    disabledReason: (view, situation) =>
      createRefusal(view, situation) ??
      (selectedTableRow(view, situation) === null ? 'there is no GPU type here' : null),
  },
  {
    id: 'resources.delete',
    keys: ['D'],
    contexts: ['holding'],
    label: 'delete it for good; says what is lost, and its name has to be typed',
    hint: { word: 'delete', rank: 5 },
    action: { kind: 'table-end' },
    disabledReason: endingRefusal,
  },
];
