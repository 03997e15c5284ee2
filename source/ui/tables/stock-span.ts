/** Stock as a sign and a word: it is a hint, never a reservation. */
import type { Stock } from '../../fleet/catalogue.ts';
import type { Span } from '../draw/paint.ts';
import { stockSign } from '../draw/release-look.ts';

export function stockSpan(stock: Stock): Span {
  const { glyph, word, role } = stockSign(stock);
  return [`${glyph} ${word}`, role];
}
