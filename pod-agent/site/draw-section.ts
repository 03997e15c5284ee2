/** A part of the page with its heading. */
import { type Piece, piece } from './element.ts';

export type Section = {
  readonly name: string;
  /** Beside the name; pieces where it has a sign. */
  readonly summary: readonly Piece[];
  readonly content: readonly Piece[];
};

export function drawSection({ name, summary, content }: Section): Piece {
  const id = `of-${name.toLowerCase()}`;
  return piece(
    'section',
    'section',
    [piece('div', 'heading', [piece('h2', '', name, { id }), piece('span', 'aside', summary)]), ...content],
    { 'aria-labelledby': id },
  );
}
