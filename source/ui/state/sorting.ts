/** The order of the list. */
import { type Sort, sortKeys } from '../../fleet/questions.ts';
import { nextOf } from './panes.ts';
import type { ListView } from './view.ts';

export function sortBy(list: ListView, sort: Sort): ListView {
  return { ...list, sort };
}

export function stepSort(list: ListView, step: 1 | -1): ListView {
  return { ...list, sort: { key: nextOf(sortKeys, list.sort.key, step), reversed: false } };
}

export function invertSort(list: ListView): ListView {
  return { ...list, sort: { ...list.sort, reversed: !list.sort.reversed } };
}
