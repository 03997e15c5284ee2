/** Pages that are one table: what all of them have in common. */
import { isAlone, selectedTableRow } from '../state/tables.ts';
import type { Binding } from './binding.ts';

const onTable = { contexts: ['table'] } as const;

export const tableBindings: readonly Binding[] = [
  {
    id: 'page.runpod',
    keys: ['5'],
    contexts: ['global'],
    label: 'what RunPod has and holds: GPUs, templates, volumes, registries, keys, secrets; again: the next',
    hint: { word: 'runpod', rank: 10 },
    action: { kind: 'table-group', group: 'runpod' },
  },
  {
    id: 'page.cost',
    keys: ['6'],
    contexts: ['global'],
    label: 'what pods cost: now, today, this month, and what of it was wasted',
    hint: { word: 'cost', rank: 10 },
    action: { kind: 'table-group', group: 'cost' },
  },
  {
    id: 'table.next',
    keys: [']'],
    ...onTable,
    label: 'next table of this page',
    hint: { word: 'next table', rank: 4 },
    action: { kind: 'table-step', step: 1 },
    disabledReason: (view) => (isAlone(view) ? 'there is one table here' : null),
  },
  {
    id: 'table.previous',
    keys: ['['],
    ...onTable,
    label: 'previous table of this page',
    action: { kind: 'table-step', step: -1 },
    disabledReason: (view) => (isAlone(view) ? 'there is one table here' : null),
  },
  {
    id: 'table.copy',
    keys: ['c'],
    ...onTable,
    label: 'copy the id of the row',
    hint: { word: 'copy id', rank: 6 },
    action: { kind: 'table-copy' },
    disabledReason: (view, situation) =>
      selectedTableRow(view, situation) === null ? 'there is no row to copy' : null,
  },
  {
    id: 'table.filter',
    keys: ['/'],
    ...onTable,
    label: 'filter the rows by words',
    hint: { word: 'filter', rank: 3 },
    action: { kind: 'table-filter-open' },
  },
  {
    id: 'table.filter-accept',
    keys: ['enter', 'tab'],
    contexts: ['table-filter'],
    label: 'keep the filter',
    hint: { word: 'keep', rank: 0 },
    action: { kind: 'table-filter-accept' },
  },
  {
    id: 'table.filter-cancel',
    keys: ['escape'],
    contexts: ['table-filter'],
    label: 'filter nothing',
    hint: { word: 'cancel', rank: 1 },
    action: { kind: 'table-filter-cancel' },
  },
];
