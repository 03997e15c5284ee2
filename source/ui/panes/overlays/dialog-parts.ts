/** Rows that dialogs are made of. */
import type { Span } from '../../draw/paint.ts';
import type { Role } from '../../draw/theme.ts';

/** A word in the margin and what it is about. */
export function fact(name: string, text: string, role: Role): Span[] {
  return ['   ', [name.padEnd(10), role], [text, 'text']];
}

export function button(label: string, key: string, marked: boolean): Span[] {
  return marked
    ? [
        ['▸ ', 'accent'],
        [`[${label}]`, 'accent'],
        [` ${key}`, 'key'],
      ]
    : ['  ', [` ${label} `, 'text'], [` ${key}`, 'key']];
}
