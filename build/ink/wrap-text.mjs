/** In place of ink's `wrap-text.js`, whose cache keeps every text ever wrapped. */
import cliTruncate from 'cli-truncate';
import wrapAnsi from 'wrap-ansi';
import { createBoundedCache } from './bounded-cache.mjs';

const wrapped = createBoundedCache(2048);

/** The text in lines of at most `maxWidth` columns, or cut to it, as `Text`'s property `wrap` says. */
export default function wrapText(text, maxWidth, wrapType) {
  const key = `${wrapType} ${maxWidth} ${text}`;
  const known = wrapped.get(key);
  if (known !== undefined) return known;
  const result = wrap(text, maxWidth, wrapType);
  wrapped.set(key, result);
  return result;
}

function wrap(text, maxWidth, wrapType) {
  if (wrapType === 'wrap') return wrapAnsi(text, maxWidth, { trim: false, hard: true });
  if (wrapType.startsWith('truncate'))
    return cliTruncate(text, maxWidth, { position: cutPosition(wrapType) });
  return text;
}

function cutPosition(wrapType) {
  if (wrapType === 'truncate-middle') return 'middle';
  return wrapType === 'truncate-start' ? 'start' : 'end';
}
