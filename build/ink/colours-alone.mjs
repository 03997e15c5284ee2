/**
 * Whether the text has no control sequences but colours and other SGR. Ink goes through every text of the screen on
 * every frame, character by character, to take out the others; of such a text there is nothing to take out.
 */
export function hasColoursAlone(text) {
  if (/[\x80-\x9f]/.test(text)) return false;
  let position = text.indexOf('\x1b');
  while (position >= 0) {
    colour.lastIndex = position;
    if (!colour.test(text)) return false;
    position = text.indexOf('\x1b', colour.lastIndex);
  }
  return true;
}

const colour = /\x1b\[[\d:;]*m/y;
