/** A box in which something is found by typing: the field, what was found with a cursor in it, and what the keys do. */
import { type Box, boxed } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import type { Frame } from '../../frame.ts';
import { scrolledTop } from '../../state/movement.ts';
import type { TextField } from '../../state/text-field.ts';
import { fieldSpans } from '../text-field-spans.ts';

export type FoundOverlay<Item> = {
  readonly title: string;
  /** In front of what is typed. */
  readonly prompt: Span;
  readonly query: TextField;
  readonly index: number;
  readonly found: readonly Item[];
  /** Said where nothing is found. */
  readonly none: string;
  readonly mostRows: number;
  readonly width: number;
  spansOf(item: Item, selected: boolean): Span[];
};

export function foundOverlay<Item>({ paint, size }: Frame, options: FoundOverlay<Item>): Box {
  const { title, prompt, query, index, found, none, mostRows, width, spansOf } = options;
  const room = Math.max(3, Math.min(mostRows, size.rows - 7));
  const cursor = Math.min(index, found.length - 1);
  const top = scrolledTop(0, { index: cursor, count: found.length, pageRows: room });
  const rows = found.slice(top, top + room).map((item, row) => spansOf(item, top + row === cursor));
  const content: Span[][] = [
    [' ', prompt, ...fieldSpans(query, null)],
    [],
    ...(found.length === 0 ? [[' ', [none, 'dim']] as Span[]] : rows),
    ...Array.from({ length: Math.max(0, room - Math.max(1, rows.length)) }, (): Span[] => []),
    [
      ' ',
      ['Enter', 'key'],
      [' does it  ', 'dim'],
      ['Esc', 'key'],
      [' closes', 'dim'],
      [`  ${found.length === 0 ? 0 : cursor + 1}/${found.length}`, 'faint'],
    ],
  ];
  return boxed(paint, { title, content, size, width: Math.min(width, size.columns - 2) });
}
