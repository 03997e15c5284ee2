/** The help: every key that works here. Type to find one, Enter does it. */
import type { Box } from '../../draw/box.ts';
import type { Paint, Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import type { Binding } from '../../keys/binding.ts';
import { foundInHelp } from '../../keys/help-search.ts';
import { keyLabel } from '../../keys/key-label.ts';
import { bindingsHeard } from '../../keys/resolve.ts';
import type { TextField } from '../../state/text-field.ts';
import { foundOverlay } from './found-overlay.ts';
import { labelWithin } from './label-within.ts';

const keysWidth = 18;

export function helpOverlay(frame: Frame, typed: { readonly query: TextField; readonly index: number }): Box {
  const { paint, view, size } = frame;
  const width = Math.min(112, size.columns - 2);
  return foundOverlay(frame, {
    ...typed,
    title: 'keys',
    prompt: ['find ', 'dim'],
    found: foundInHelp(bindingsHeard({ ...view, overlay: null }), typed.query.text),
    none: 'no key does that',
    ...{ mostRows: 28, width },
    spansOf: (binding, selected) => bindingSpans(binding, paint, { selected, room: width - keysWidth - 4 }),
  });
}

function bindingSpans(
  binding: Binding,
  paint: Paint,
  { selected, room }: { readonly selected: boolean; readonly room: number },
): Span[] {
  const keys = binding.keys.map((key) => keyLabel(key, { plain: paint.look.glyphs === 'ascii' })).join(' ');
  return [
    selected ? ['▸', 'accent'] : ' ',
    ...cell([[keys, 'key']], keysWidth),
    ' ',
    [labelWithin(binding.label, room), selected ? 'title' : 'text'],
  ];
}
