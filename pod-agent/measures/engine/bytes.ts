/** Comparisons on the bytes of a head: nothing of an answer becomes a string while load is measured. */

export const tab = 9;
export const lineFeed = 10;
export const carriageReturn = 13;
export const space = 32;
export const colon = 58;

/** The bytes of a name in lower case, to compare with. */
export function asBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The position of the next line feed before `end`; -1 where there is none. */
export function lineFeedAt(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) if (bytes[at] === lineFeed) return at;
  return -1;
}

/** Whether the bytes from `from` to `end` are this name, in capitals or not. */
export function isName(bytes: Uint8Array, from: number, end: number, name: Uint8Array): boolean {
  if (end - from !== name.length) return false;
  for (let at = 0; at < name.length; at += 1) if (lowerCase(bytes[from + at]) !== name[at]) return false;
  return true;
}

/** Whether a list with commas holds this token, in capitals or not. */
export function hasToken(bytes: Uint8Array, from: number, end: number, token: Uint8Array): boolean {
  let start = from;
  for (let at = from; at <= end; at += 1) {
    if (at < end && bytes[at] !== 44) continue;
    if (isName(bytes, afterBlanks(bytes, start, at), beforeBlanks(bytes, start, at), token)) return true;
    start = at + 1;
  }
  return false;
}

/** The first position from `from` that is no blank. */
export function afterBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(bytes[at])) at += 1;
  return at;
}

/** The position after the last byte before `end` that is no blank. */
export function beforeBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && isBlank(bytes[at - 1])) at -= 1;
  return at;
}

/** The number that these digits write; -1 where they are none, or more than 15. */
export function decimal(bytes: Uint8Array, from: number, end: number): number {
  if (end <= from || end - from > 15) return -1;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

function lowerCase(byte: number | undefined): number {
  const value = byte ?? 0;
  return value >= 65 && value <= 90 ? value + 32 : value;
}
