/** The help: every key that works here. Type to find one, Enter does it. */

import { type Box, boxed } from '../../draw/box.ts';
import type { Paint, Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import type { Binding } from '../../keys/binding.ts';
import { foundInHelp } from '../../keys/help-search.ts';
import { keyLabel } from '../../keys/key-label.ts';
import { bindingsHeard } from '../../keys/resolve.ts';
import { scrolledTop } from '../../state/movement.ts';
import type { TextField } from '../../state/text-field.ts';
import { fieldSpans } from '../text-field-spans.ts';

const keysWidth = 18;

export function helpOverlay(
  frame: Frame,
  { query, index }: { readonly query: TextField; readonly index: number },
): Box {
  const { paint, size, view } = frame;
  const found = foundInHelp(bindingsHeard({ ...view, overlay: null }), query.text);
  const room = Math.max(3, Math.min(28, size.rows - 7));
  const cursor = Math.min(index, found.length - 1);
  const top = scrolledTop(0, { index: cursor, count: found.length, pageRows: room });
  const rows = found
    .slice(top, top + room)
    .map((binding, row) => bindingSpans(binding, paint, top + row === cursor));
  const content: Span[][] = [
    [' ', ['find ', 'dim'], ...fieldSpans(query, null)],
    [],
    ...(found.length === 0 ? [[' ', ['no key does that', 'dim']] as Span[]] : rows),
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
  return boxed(paint, { title: 'keys', content, size, width: Math.min(76, size.columns - 2) });
}

function bindingSpans(binding: Binding, paint: Paint, selected: boolean): Span[] {
  const keys = binding.keys.map((key) => keyLabel(key, { plain: paint.look.glyphs === 'ascii' })).join(' ');
  return [
    selected ? ['▸', 'accent'] : ' ',
    ...cell([[keys, 'key']], keysWidth),
    ' ',
    [binding.label, selected ? 'title' : 'text'],
  ];
}
