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

const keysWidth = 18;

export function helpOverlay(frame: Frame, typed: { readonly query: TextField; readonly index: number }): Box {
  const { paint, view } = frame;
  return foundOverlay(frame, {
    ...typed,
    title: 'keys',
    prompt: ['find ', 'dim'],
    found: foundInHelp(bindingsHeard({ ...view, overlay: null }), typed.query.text),
    none: 'no key does that',
    ...{ mostRows: 28, width: 76 },
    spansOf: (binding, selected) => bindingSpans(binding, paint, selected),
  });
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
