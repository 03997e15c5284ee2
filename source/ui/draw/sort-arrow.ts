/** Which way the values run down the list: names and GPUs begin with A, all else with the greatest or the worst. */
import type { Sort } from '../../fleet/questions.ts';

export function sortArrow({ key, reversed }: Sort): '↑' | '↓' {
  const isAscending = (key === 'name' || key === 'gpu') !== reversed;
  return isAscending ? '↑' : '↓';
}
