/**
 * The meaning of one whole control sequence from a terminal, after ECMA-48 (forms) and xterm's ctlseqs (keys, mouse
 * mode 1006, focus mode 1004). Sequences we do not know, answers to questions among them, mean nothing.
 */
import type { MouseEvent, TerminalEvent } from './events.ts';
import { keyByLetter, keyByNumber, keyOfCharacter, withModifiers } from './key-names.ts';

/** A CSI sequence in its parts: `CSI parameters final`. */
export type ControlSequence = { readonly parameters: string; readonly final: string };

export function eventOfControlSequence({ parameters, final }: ControlSequence): TerminalEvent | null {
  if (parameters.startsWith('<')) return mouseEvent(parameters.slice(1), final);
  if (parameters === '' && final === 'I') return { kind: 'focus', focused: true };
  if (parameters === '' && final === 'O') return { kind: 'focus', focused: false };
  if (/[^0-9;:]/.test(parameters)) return null;
  const numbers = parameters.split(';').map((part) => Number.parseInt(part, 10) || 0);
  return keyEvent(keyOfSequence(final, numbers), numbers);
}

/** An SS3 sequence: function and cursor keys of a terminal in application mode. */
export function eventOfSingleShift(letter: string): TerminalEvent | null {
  return keyEvent(keyByLetter.get(letter), []);
}

function keyOfSequence(final: string, numbers: readonly number[]): string | null | undefined {
  const [first = 0, , third = 0] = numbers;
  if (final === '~') return first === 27 ? keyOfCode(third) : keyByNumber.get(first);
  if (final === 'u') return keyOfCode(first);
  if (final === 'Z') return 'shift+tab';
  if (final === 'M') return null;
  return keyByLetter.get(final);
}

/** `CSI code ; modifiers u` and `CSI 27 ; modifiers ; code ~` carry the character's own code point. */
function keyOfCode(code: number): string | null {
  return code <= 0x10ffff ? keyOfCharacter(String.fromCodePoint(code)) : null;
}

function keyEvent(key: string | null | undefined, numbers: readonly number[]): TerminalEvent | null {
  if (key === null || key === undefined) return null;
  const mask = Math.max(0, (numbers[1] ?? 1) - 1);
  return { kind: 'key', key: key === 'shift+tab' ? key : withModifiers(key, mask) };
}

/** `CSI < button ; column ; row M` for a press or a move, `m` for a release. */
function mouseEvent(parameters: string, final: string): MouseEvent | null {
  const [code, column, row] = parameters.split(';').map(Number);
  if (code === undefined || !isCount(column) || !isCount(row)) return null;
  const place = { column, row };
  if (code >= 64) {
    const action = wheelActions.get(code & 0b11);
    return action === undefined ? null : { kind: 'mouse', action, button: 0, ...place };
  }
  const button = (code & 0b11) + 1;
  const isMove = (code & 32) !== 0;
  if (button === 4) return null;
  if (final === 'm') return { kind: 'mouse', action: 'release', button, ...place };
  return { kind: 'mouse', action: isMove ? 'drag' : 'press', button, ...place };
}

const wheelActions: ReadonlyMap<number, 'wheel-up' | 'wheel-down'> = new Map([
  [0, 'wheel-up'],
  [1, 'wheel-down'],
]);

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0;
}
