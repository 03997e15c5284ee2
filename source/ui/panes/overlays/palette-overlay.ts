/** The palette: commands by their words. Enter does what is marked. */
import type { Box } from '../../draw/box.ts';
import type { Paint, Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import { keyLabel } from '../../keys/key-label.ts';
import { foundInPalette, type PaletteCommand } from '../../keys/palette.ts';
import { bindingsHeard } from '../../keys/resolve.ts';
import { situationOf } from '../../situation.ts';
import type { TextField } from '../../state/text-field.ts';
import { foundOverlay } from './found-overlay.ts';
import { labelWithin } from './label-within.ts';

const wordsWidth = 24;

export function paletteOverlay(
  frame: Frame,
  typed: { readonly query: TextField; readonly index: number },
): Box {
  const { paint, view, size } = frame;
  const width = Math.min(112, size.columns - 2);
  const heard = bindingsHeard({ ...view, overlay: null });
  return foundOverlay(frame, {
    ...typed,
    title: 'commands',
    prompt: [':', 'accent'],
    found: foundInPalette(typed.query.text, heard, situationOf(frame)),
    none: 'no command has these words',
    ...{ mostRows: 16, width },
    spansOf: (command, selected) => commandSpans(command, paint, { selected, room: width - wordsWidth - 12 }),
  });
}

function commandSpans(
  { words, label, key }: PaletteCommand,
  paint: Paint,
  { selected, room }: { readonly selected: boolean; readonly room: number },
): Span[] {
  const pressed = key === null ? '' : keyLabel(key, { plain: paint.look.glyphs === 'ascii' });
  return [
    selected ? ['▸', 'accent'] : ' ',
    ...cell([[words, 'key']], wordsWidth),
    ' ',
    ...cell([[pressed, 'faint']], 7),
    ' ',
    [labelWithin(label, room), selected ? 'title' : 'text'],
  ];
}
