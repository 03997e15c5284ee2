/**
 * Text from a pod or an API, made fit for a terminal, once, before it is stored.
 *
 * A pod is not to be trusted with the operator's terminal: a GPU name, a file name or an error message may carry
 * sequences that write to the clipboard, move the cursor, retitle the window or reverse the reading order.
 */
import { skipSequence } from './escape-sequence.ts';

export type SafeTextOptions = {
  /** In UTF-16 units; a longer text ends in an ellipsis and has exactly this length or one less. */
  readonly maxLength: number;
};

/**
 * The text as one line of printable characters. Escape sequences go with their payload; other controls, direction
 * marks and invisible characters go alone; line breaks and tabs become spaces; piled-up accents and text beyond
 * `maxLength` are cut. Takes time linear in the length of the text, whatever stands in it.
 */
export function safeText(text: string, { maxLength }: SafeTextOptions): string {
  if (text.length <= maxLength && isPlain(text)) return text;
  let safe = '';
  let accents = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    if (isControl(code) && !isSpace(code)) {
      at = skipSequence(text, at);
      continue;
    }
    const unitCount = code > 0xffff ? 2 : 1;
    const end = at + unitCount;
    const shown = shownAs(code, text.slice(at, end));
    at = code === carriageReturn && text.charCodeAt(end) === newline ? end + 1 : end;
    accents = isAccent(code) ? accents + 1 : 0;
    if (accents > maxAccents) continue;
    if (safe.length + shown.length > maxLength) return shortened(safe, maxLength);
    safe += shown;
  }
  return safe;
}

/**
 * The same value with every string in it, keys included, made safe. For what `JSON.parse` gives: other objects are
 * not expected. What lies deeper than any frame of ours is replaced by null, and `__proto__` is left out. What is safe
 * already is not copied.
 */
export function safeDeep<Value>(value: Value, options: SafeTextOptions = { maxLength: 2000 }): Value {
  // The shape is kept and only the text of strings changes, so the type stands.
  return safeAtDepth(value, options, 0) as Value;
}

const carriageReturn = 0x0d;
const newline = 0x0a;
/** The grapheme joiner, Hangul and Khmer fillers, Mongolian variation selectors. */
const fillers: ReadonlySet<number> = new Set([
  0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x3164, 0xffa0,
]);
const maxAccents = 2;
const maxDepth = 24;

function isPlain(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text);
}

function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

function isSpace(code: number): boolean {
  return (code >= 0x09 && code <= newline + 3) || code === 0x85 || code === 0x2028 || code === 0x2029;
}

function shownAs(code: number, character: string): string {
  if (isSpace(code)) return ' ';
  if (code < 0xad) return character;
  if (isInvisible(code)) return '';
  const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
  return isLoneSurrogate ? '\ufffd' : character;
}

/**
 * Format characters (Unicode category Cf: direction marks, joiners, soft hyphen, tags) and those that take room or
 * change a neighbour without showing.
 */
function isInvisible(code: number): boolean {
  if (code >= 0xe0000 && code <= 0xe0fff) return true;
  if (code >= 0xfe00 && code <= 0xfe0f) return true;
  return fillers.has(code) || /^\p{Cf}$/u.test(String.fromCodePoint(code));
}

function isAccent(code: number): boolean {
  return code >= 0x300 && /^\p{M}$/u.test(String.fromCodePoint(code));
}

function shortened(safe: string, maxLength: number): string {
  if (maxLength < 1) return '';
  const kept = safe.slice(0, maxLength - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

function safeAtDepth(value: unknown, options: SafeTextOptions, depth: number): unknown {
  if (typeof value === 'string') return safeText(value, options);
  if (!isObject(value)) return value;
  if (depth >= maxDepth) return null;
  return Array.isArray(value) ? safeList(value, options, depth) : safeFields(value, options, depth);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Nearly all that comes is safe already, and is given back as it is: copies of it would be a third of a quiet console's garbage. */
function safeList(items: readonly unknown[], options: SafeTextOptions, depth: number): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (let at = 0; at < items.length; at++) {
    const safe = safeAtDepth(items[at], options, depth + 1);
    if (copy === null && safe !== items[at]) copy = items.slice(0, at);
    copy?.push(safe);
  }
  return copy ?? items;
}

function safeFields(
  fields: Readonly<Record<string, unknown>>,
  options: SafeTextOptions,
  depth: number,
): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | null = null;
  for (const key of Object.keys(fields)) {
    const safeKey = safeText(key, options);
    const safe = safeAtDepth(fields[key], options, depth + 1);
    const isAsItWas = safeKey === key && safe === fields[key] && key !== '__proto__';
    if (copy === null && !isAsItWas) copy = fieldsBefore(key, fields);
    if (copy !== null && safeKey !== '__proto__') copy[safeKey] = safe;
  }
  return copy ?? fields;
}

function fieldsBefore(end: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.slice(
      0,
      entries.findIndex(([key]) => key === end),
    ),
  );
}
