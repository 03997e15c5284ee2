import { describe, expect, test } from 'vitest';
import { blankStyle, styleAfter, switchSequence } from '../../../source/terminal/sgr-style.ts';

describe('the style after', () => {
  test.each([
    ['', '\x1b[1;31m', '1;31'],
    ['1;31', '\x1b[39m', '1'],
    ['1;31', '\x1b[0;4m', '4'],
    ['1;31', '\x1b[m', ''],
    ['31', '\x1b[38;2;1;2;3m', '38;2;1;2;3'],
    ['38;5;9', '\x1b[48;5;5m', '48;5;5;38;5;9'],
    ['1;2', '\x1b[22m', ''],
    ['4', '\x1b[21m', '21'],
    ['31', '\x1b[2J', '31'],
    ['31', '\x1b[91m', '91'],
  ])('%j and %j is %j', (style, sequence, after) => {
    expect(styleAfter(style, sequence)).toBe(after);
  });

  test('does not depend on the order in which it came about', () => {
    expect(styleAfter('1', '\x1b[31m')).toBe(styleAfter('31', '\x1b[1m'));
  });
});

describe('the way from one style to another', () => {
  test.each([
    ['', '31', '\x1b[31m'],
    ['31', '', '\x1b[m'],
    ['31', '31', ''],
    ['48;2;1;2;3;38;2;4;5;6', '48;2;1;2;3;38;2;7;8;9', '\x1b[38;2;7;8;9m'],
    ['48;2;1;2;3;38;2;4;5;6', '48;2;1;2;3', '\x1b[39m'],
    ['48;2;1;2;3;1;2', '48;2;1;2;3;2', '\x1b[22;2m'],
    ['1;31', '32', '\x1b[0;32m'],
    ['10;31', '31', '\x1b[0;31m'],
  ])('%j to %j is %j', (from, to, sequence) => {
    expect(switchSequence(from, to)).toBe(sequence);
  });
});

test('a blank shows its ground, a line, and no letter', () => {
  expect(blankStyle('1;31;48;5;2')).toBe('48;5;2');
  expect(blankStyle('1;31')).toBe('');
  expect(blankStyle('7;31')).toBe('31;7');
  expect(blankStyle('4;31')).toBe('31;4');
});
