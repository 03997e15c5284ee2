/**
 * Where a terminal's control sequence ends.
 * The grammar is ECMA-48's, read as generously as terminals do, so that nothing they would obey is left standing.
 */

/** The index after the control character at `start`, and after the whole sequence if it begins one. */
export function skipSequence(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === controlSequence) return skipControlSequence(text, start + 1);
  if (stringOpeners.has(code)) return skipString(text, start + 1);
  if (code !== escapeCode) return start + 1;
  const next = text.charCodeAt(start + 1);
  // After ESC, the letters 0x40 to 0x5f stand for the controls 0x80 to 0x9f.
  const asControl = next + 0x40;
  if (asControl === controlSequence) return skipControlSequence(text, start + 2);
  if (stringOpeners.has(asControl)) return skipString(text, start + 2);
  return skipShort(text, start + 1);
}

const escapeCode = 0x1b;
const bell = 0x07;
const newline = 0x0a;
const cancel = 0x18;
const substitute = 0x1a;
const controlSequence = 0x9b;
const stringEnd = 0x9c;
/** DCS, SOS, OSC, PM, APC. */
const stringOpeners: ReadonlySet<number> = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f]);

/** Parameters, intermediates, one final byte. A byte that does not belong ends it and is looked at anew. */
function skipControlSequence(text: string, start: number): number {
  let at = start;
  while (isBetween(text.charCodeAt(at), 0x20, 0x3f)) at++;
  return isBetween(text.charCodeAt(at), 0x40, 0x7e) ? at + 1 : at;
}

/**
 * To the string terminator, or a bell, or what makes a terminal give up. A string without an end stops at the line's
 * end, so that it cannot hide what follows.
 */
function skipString(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === newline) return at;
    if (code === bell || code === stringEnd || code === cancel || code === substitute) return at + 1;
    if (code === escapeCode) return text[at + 1] === '\\' ? at + 2 : at;
  }
  return text.length;
}

function skipShort(text: string, start: number): number {
  let at = start;
  while (isBetween(text.charCodeAt(at), 0x20, 0x2f)) at++;
  return isBetween(text.charCodeAt(at), 0x30, 0x7e) ? at + 1 : at;
}

function isBetween(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}
