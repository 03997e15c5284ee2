/** The order of the list: `o`, then a letter; its capital for the other way round. */
import type { SortKey } from '../../fleet/questions.ts';
import type { Binding } from './binding.ts';

const letters: readonly (readonly [letter: string, key: SortKey, word: string])[] = [
  ['u', 'util', 'utilisation'],
  ['m', 'mem', 'memory'],
  ['t', 'temp', 'temperature'],
  ['p', 'power', 'power'],
  ['c', 'cost', 'cost'],
  ['a', 'age', 'age'],
  ['n', 'name', 'name'],
  ['h', 'health', 'health'],
  ['e', 'gpu', 'equipment (GPU)'],
];

const inList = { contexts: ['list'] } as const;

export const sortBindings: readonly Binding[] = [
  {
    id: 'pods.sort',
    keys: ['o'],
    ...inList,
    label: 'sort: then the letter of a column',
    hint: { word: 'sort', rank: 5 },
    action: { kind: 'prefix', key: 'o' },
  },
  ...letters.map(
    ([letter, key, word]): Binding => ({
      id: `pods.sort-${key}`,
      keys: [`o ${letter}`],
      ...inList,
      label: `sort by ${word}`,
      action: { kind: 'sort', key, reversed: false },
    }),
  ),
  ...letters.map(
    ([letter, key, word]): Binding => ({
      id: `pods.sort-${key}-reversed`,
      keys: [`o ${letter.toUpperCase()}`],
      ...inList,
      label: `sort by ${word}, the other way round`,
      action: { kind: 'sort', key, reversed: true },
    }),
  ),
  {
    id: 'pods.sort-previous',
    keys: ['<'],
    ...inList,
    label: 'sort by the column before',
    action: { kind: 'sort-step', step: -1 },
  },
  {
    id: 'pods.sort-next',
    keys: ['>'],
    ...inList,
    label: 'sort by the next column',
    action: { kind: 'sort-step', step: 1 },
  },
  {
    id: 'pods.sort-invert',
    keys: ['I'],
    ...inList,
    label: 'turn the order round',
    action: { kind: 'sort-invert' },
  },
];
