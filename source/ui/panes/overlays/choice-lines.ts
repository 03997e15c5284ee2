/** The rows of a dialog with several answers, each with its key, a word, and what it means. */
import type { Span } from '../../draw/paint.ts';
import { keyOf, oneCharacter } from '../../keys/bound.ts';
import type { KeyWishes } from '../../keys/rebind.ts';

/** By the id of the binding that chooses it. */
export type ChoiceRow = readonly [bindingId: string, word: string, text: string];

export function choiceLines(
  view: { readonly keyWishes: KeyWishes },
  rows: readonly ChoiceRow[],
  index: number,
): Span[][] {
  const keys = rows.map(([id]) => keyOf(id, view, { liked: oneCharacter }));
  const keyWidth = Math.max(...keys.map((key) => key.length));
  return rows.map(([, word, text], at): Span[] => {
    const marked = at === index;
    return [
      '   ',
      marked ? ['▸ ', 'accent'] : '  ',
      [(keys[at] ?? '').padEnd(keyWidth), 'key'],
      '  ',
      [word.padEnd(13), marked ? 'accent' : 'text'],
      text === '' ? '' : [`  ${text}`, 'dim'],
    ];
  });
}
