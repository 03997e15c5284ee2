import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { codePointWidth } from '../../../source/terminal/character-width.ts';
import {
  padEnd,
  padStart,
  textWidth,
  truncateEnd,
  truncateMiddle,
} from '../../../source/terminal/text-width.ts';

describe('textWidth', () => {
  test.each([
    ['', 0],
    ['h100-train-0', 12],
    ['─│┌█▏⣿▁·°é', 10],
    ['日本語', 6],
    ['한국', 4],
    ['e\u0301', 1],
    ['\u200b', 0],
    ['🚀', 2],
    ['👩‍💻', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['❤\ufe0f', 2],
    ['●▲✖○◌■?', 7],
    ['\x1b[1;31mred\x1b[0m', 3],
    ['\x1b[38;2;1;2;3m日\x1b[39m', 2],
    ['\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\', 4],
    ['a\tb\x07', 2],
    ['ab\x1b', 2],
  ])('%j takes %i cells', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test('agrees with string-width about every assigned character that can stand alone', () => {
    const differing: string[] = [];
    for (let codePoint = 0x20; codePoint < 0x20000; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      if (/[\p{Cn}\p{Cs}\p{Co}]/u.test(character)) continue;
      // Korean vowels and finals are drawn inside the syllable before them, so here they never stand alone.
      if (codePoint >= 0x1160 && codePoint < 0x1200) continue;
      if (codePointWidth(codePoint) !== stringWidth(character)) differing.push(codePoint.toString(16));
    }
    expect(differing).toEqual([]);
  });
});

describe('truncating', () => {
  test.each([
    ['h100-train-0', 12, 'h100-train-0'],
    ['h100-train-0', 8, 'h100-tr…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
    ['\x1b[31mabcdef\x1b[39m', 4, '\x1b[31mabc…\x1b[39m'],
  ])('truncateEnd(%j, %i)', (text, width, expected) => {
    expect(truncateEnd(text, width)).toBe(expected);
  });

  test.each([
    ['h100-train-00012', 11, 'h100-…00012'],
    ['h100-train-00012', 6, 'h1…012'],
    ['abc', 2, '…c'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
    ['ab\x1b[1mcdef\x1b[22mgh', 5, 'ab\x1b[1m…\x1b[22mgh'],
  ])('truncateMiddle(%j, %i)', (text, width, expected) => {
    expect(truncateMiddle(text, width)).toBe(expected);
  });
});

test('padding counts cells', () => {
  expect(padEnd('日', 4)).toBe('日  ');
  expect(padStart('日', 4)).toBe('  日');
  expect(padEnd('abcdef', 4)).toBe('abcdef');
});
