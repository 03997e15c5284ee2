/** The cards, each with two bars and two figures; of a card that is lost, only that. */
import { drawSection } from './draw-section.ts';
import { type Piece, piece } from './element.ts';
import { glyph } from './glyph.ts';
import type { CardView, GpusView, Meter } from './view-gpus.ts';

export function drawGpus({ status, summary, cards }: GpusView): Piece {
  const text = piece('span', '', summary);
  return drawSection({
    name: 'GPUs',
    summary: status === null ? [text] : [glyph(status), text],
    content: cards.length === 0 ? [] : [piece('ul', 'cards', cards.map(cardOf))],
  });
}

function cardOf(card: CardView): Piece {
  const head = piece('div', 'head', [piece('b', '', card.title), piece('span', 'model', card.name)]);
  if (card.trouble !== null) return piece('li', 'card broken', [head, troubleOf(card.trouble)]);
  const figures = card.figures.map(({ name, value }) =>
    piece('div', 'figure', [piece('dt', '', name), piece('dd', '', value)]),
  );
  return piece('li', 'card', [head, ...card.meters.map(meterOf), piece('dl', 'figures', figures)]);
}

function troubleOf(trouble: string): Piece {
  return piece('p', 'trouble', [glyph('fail'), piece('b', '', trouble)]);
}

function meterOf({ name, text, percent }: Meter): Piece {
  return piece('div', 'meter', [
    piece('span', 'name', name),
    piece('span', 'value', text),
    // The text says the same, so the bar is for the eye alone.
    piece(
      'span',
      percent === null ? 'bar none' : 'bar',
      [{ ...piece('span', 'part'), widthPercent: percent ?? 0 }],
      {
        'aria-hidden': 'true',
      },
    ),
  ]);
}
