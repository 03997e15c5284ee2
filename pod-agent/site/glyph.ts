/** A state's glyph as an element. It never stands alone: the word beside it is what is read aloud. */
import type { HealthStatus } from '../protocol/health-report.ts';
import { type Piece, piece } from './element.ts';
import { glyphs } from './signs.ts';

/** Without the variation selector some phones draw ✖ as a coloured picture. */
const asText = '\ufe0e';

export function glyph(status: HealthStatus): Piece {
  return piece('span', `glyph ${status}`, `${glyphs[status]}${asText}`, { 'aria-hidden': 'true' });
}
