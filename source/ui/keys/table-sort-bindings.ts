/** The order of a table: `o`, then a letter, as in the list of pods; made from the tables that can be put in order. */
import { sortsOf } from '../state/table-sorting.ts';
import { tables } from '../tables/index.ts';
import type { Table } from '../tables/table.ts';
import type { Binding } from './binding.ts';

export const tableSortBindings: readonly Binding[] = tables
  .filter((table) => sortsOf(table).length > 0)
  .flatMap(bindingsOf);

function bindingsOf(table: Table): readonly Binding[] {
  const { id } = table;
  const here = { contexts: [`table-${id}`] } as const;
  return [
    {
      id: `${id}.sort`,
      keys: ['o'],
      ...here,
      label: 'sort: then the letter of a column',
      hint: { word: 'sort', rank: 5 },
      action: { kind: 'prefix', key: 'o' },
    },
    ...sortsOf(table).flatMap(({ letter, word }): readonly Binding[] => [
      {
        id: `${id}.sort-${word}`,
        keys: [`o ${letter}`],
        ...here,
        label: `sort by ${word}`,
        action: { kind: 'table-sort', word, reversed: false },
      },
      {
        id: `${id}.sort-${word}-reversed`,
        keys: [`o ${letter.toUpperCase()}`],
        ...here,
        label: `sort by ${word}, the other way round`,
        action: { kind: 'table-sort', word, reversed: true },
      },
    ]),
    {
      id: `${id}.sort-previous`,
      keys: ['<'],
      ...here,
      label: 'sort by the column before',
      action: { kind: 'table-sort-step', step: -1 },
    },
    {
      id: `${id}.sort-next`,
      keys: ['>'],
      ...here,
      label: 'sort by the next column',
      action: { kind: 'table-sort-step', step: 1 },
    },
    {
      id: `${id}.sort-invert`,
      keys: ['I'],
      ...here,
      label: 'turn the order round',
      action: { kind: 'table-sort-invert' },
    },
  ];
}
