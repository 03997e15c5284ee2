/** The phases of the start, folded once all is ready. */
import { type Piece, piece } from './element.ts';
import { glyph } from './glyph.ts';
import type { PhaseView, StartView } from './view-start.ts';

export function drawStart({ status, summary, isOpen, phases }: StartView): Piece {
  const heading = [
    piece('h2', '', 'Start'),
    piece('span', 'aside', [glyph(status), piece('span', '', summary)]),
  ];
  return piece(
    'details',
    'section start',
    [piece('summary', '', [piece('span', 'heading', heading)]), piece('ol', 'rows', phases.map(phaseOf))],
    isOpen ? { open: '' } : {},
  );
}

function phaseOf({ status, name, outcome, took, found, fix }: PhaseView): Piece {
  return piece('li', `row ${status}`, [
    glyph(status),
    piece('span', 'label', [piece('b', '', name), piece('span', 'state', `${outcome}, ${took}`)]),
    piece('span', 'text', [
      ...found.map((line) => piece('span', '', line)),
      ...(fix === null ? [] : [piece('span', 'fix', fix)]),
    ]),
  ]);
}
