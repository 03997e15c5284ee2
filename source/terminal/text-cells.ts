import { codePointWidth } from './character-width.ts';

/** A piece of text that is drawn as one: an escape sequence, or a character with everything that joins it. */
export type TextCell = {
  readonly text: string;
  /** Terminal cells: 0, 1 or 2. */
  readonly width: number;
  readonly isEscape: boolean;
};

const escapeSequence = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)/y;

/** Cuts one line of text into the pieces that may not be broken, in order. */
export function* textCells(text: string): Generator<TextCell> {
  let position = 0;
  while (position < text.length) {
    const cell = cellAt(text, position);
    yield cell;
    position += cell.text.length;
  }
}

/** The piece that begins at `position`, which lies inside `text`. */
export function cellAt(text: string, position: number): TextCell {
  const sequence = escapeAt(text, position);
  return sequence === null ? clusterAt(text, position) : { text: sequence, width: 0, isEscape: true };
}

function escapeAt(text: string, position: number): string | null {
  if (text.charCodeAt(position) !== 0x1b) return null;
  escapeSequence.lastIndex = position;
  return escapeSequence.exec(text)?.[0] ?? null;
}

const zeroWidthJoiner = 0x200d;
const emojiPresentation = 0xfe0f;

/** One base character and the marks, joined emoji, skin tones and second flag letter that are drawn with it. */
function clusterAt(text: string, start: number): TextCell {
  const base = text.codePointAt(start) ?? 0;
  let width: number = codePointWidth(base);
  let end = start + lengthOf(base);
  let joins = false;
  while (end < text.length) {
    const next = text.codePointAt(end) ?? 0;
    if (next < 0x300) break;
    const isFlag = isFlagLetter(base) && isFlagLetter(next) && end === start + 2;
    if (!joins && !isFlag && !isSkinTone(next) && codePointWidth(next) !== 0) break;
    if (isFlag || (next === emojiPresentation && isPictograph(base))) width = 2;
    joins = next === zeroWidthJoiner && isPictograph(base);
    end += lengthOf(next);
  }
  return { text: text.slice(start, end), width, isEscape: false };
}

function lengthOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}

function isFlagLetter(codePoint: number): boolean {
  return codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
}

function isSkinTone(codePoint: number): boolean {
  return codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
}

function isPictograph(codePoint: number): boolean {
  return codePoint >= 0xa9 && /\p{Extended_Pictographic}/u.test(String.fromCodePoint(codePoint));
}
