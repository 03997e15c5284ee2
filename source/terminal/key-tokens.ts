/** Cuts the next thing a terminal said off the front of its input. */
import type { TerminalEvent } from './events.ts';
import { keyOfCharacter, linuxFunctionKeys, withModifiers } from './key-names.ts';
import { eventOfControlSequence, eventOfSingleShift } from './key-sequences.ts';

/** How much of the input it took, and what it means; null for a sequence that means nothing to us. */
export type Token = { readonly length: number; readonly event: TerminalEvent | null };

const escapeCode = '\x1b';
const altMask = 2;
/** No sequence of a key or an answer we could use is longer. */
const maxSequenceLength = 256;

/** The first token of `input`, which is not empty; null when more input is needed to tell. */
export function takeToken(input: string): Token | null {
  const first = characterAt(input, 0);
  if (first !== escapeCode) return keyToken(first.length, keyOfCharacter(first));
  if (input.length === 1) return null;
  const second = characterAt(input, 1);
  const take = sequenceKinds.get(second);
  if (take === undefined) return tokenOfAltKey(input);
  const token = take(input);
  // Better to lose a monster than every key after it.
  return token === null && input.length > maxSequenceLength ? { length: input.length, event: null } : token;
}

/** Alt with a key sends an escape byte before the key; a second escape byte begins something new. */
export function tokenOfAltKey(input: string): Token {
  const character = characterAt(input, 1);
  if (character === escapeCode) return keyToken(1, 'escape');
  const key = keyOfCharacter(character);
  return keyToken(1 + character.length, key === null ? null : withModifiers(key, altMask));
}

/** What follows an escape byte and is not a key pressed with Alt. */
const sequenceKinds: ReadonlyMap<string, (input: string) => Token | null> = new Map([
  ['[', takeControlSequence],
  ['O', takeSingleShift],
  [']', takeString],
  ['P', takeString],
  ['X', takeString],
  ['^', takeString],
  ['_', takeString],
]);

const controlSequence = /^\x1b\[([0-?]*)[ -/]*([@-~])/;
const unfinishedControlSequence = /^\x1b\[[0-?]*[ -/]*$/;

function takeControlSequence(input: string): Token | null {
  if (input.startsWith('\x1b[[')) return takeLinuxFunctionKey(input);
  const match = controlSequence.exec(input);
  if (match !== null) {
    const [whole, parameters = '', final = ''] = match;
    return { length: whole.length, event: eventOfControlSequence({ parameters, final }) };
  }
  if (unfinishedControlSequence.test(input)) return null;
  // A byte that cannot be part of the sequence has broken it off, and is itself the beginning of the next thing.
  return { length: lengthBefore(input, /[^ -?]/g, 2), event: null };
}

function takeLinuxFunctionKey(input: string): Token | null {
  const letter = input[3];
  if (letter === undefined) return null;
  return keyToken(4, linuxFunctionKeys.get(letter) ?? null);
}

function takeSingleShift(input: string): Token | null {
  const match = /^\x1bO[0-9;]*([A-Za-z~])/.exec(input);
  if (match !== null) return { length: match[0].length, event: eventOfSingleShift(match[1] ?? '') };
  return /^\x1bO[0-9;]*$/.test(input) ? null : tokenOfAltKey(input);
}

/** A string up to its terminator (ST or BEL): only answers to questions come in this form. */
function takeString(input: string): Token | null {
  const end = /\x07|\x1b\\/.exec(input.slice(2));
  return end === null ? null : { length: 2 + end.index + end[0].length, event: null };
}

function keyToken(length: number, key: string | null): Token {
  return { length, event: key === null ? null : { kind: 'key', key } };
}

function characterAt(input: string, index: number): string {
  return String.fromCodePoint(input.codePointAt(index) ?? 0);
}

function lengthBefore(input: string, expression: RegExp, start: number): number {
  expression.lastIndex = start;
  return expression.exec(input)?.index ?? input.length;
}
