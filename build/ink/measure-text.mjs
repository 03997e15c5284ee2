/** In place of ink's `measure-text.js`, whose cache keeps every text ever drawn (about 50 MB an hour at 4 frames a second). */
import widestLine from 'widest-line';
import { createBoundedCache } from './bounded-cache.mjs';

const sizes = createBoundedCache(2048);

/** The columns of the widest line, and the number of lines. */
export default function measureText(text) {
  if (text === '') return { width: 0, height: 0 };
  const known = sizes.get(text);
  if (known !== undefined) return known;
  const size = { width: widestLine(text), height: text.split('\n').length };
  sizes.set(text, size);
  return size;
}
