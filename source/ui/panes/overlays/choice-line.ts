/** One row of a dialog with several answers: its key, a word, and what it means. */
import type { Span } from '../../draw/paint.ts';

export function choiceLine([key, word, text]: readonly [string, string, string], marked: boolean): Span[] {
  return [
    '   ',
    marked ? ['▸ ', 'accent'] : '  ',
    [key, 'key'],
    '  ',
    [word.padEnd(13), marked ? 'accent' : 'text'],
    text === '' ? '' : [`  ${text}`, 'dim'],
  ];
}
