/** How a secret is typed: edited as a terminal does, and shown by nobody. */
import { expect, test } from 'vitest';
import { typedInto } from '../../../source/commands/secret-input.ts';

test.each([
  ['letters', 'ab', 'c', { text: 'abc', how: 'more' }],
  ['a pasted line', '', 'se cret\r', { text: 'se cret', how: 'done' }],
  ['a backspace, over a letter of two code units', 'a😀', '\u007f', { text: 'a', how: 'more' }],
  ['Ctrl-U', 'abc', '\u0015d', { text: 'd', how: 'more' }],
  ['Ctrl-C', 'abc', '\u0003', { text: '', how: 'given-up' }],
  ['Ctrl-D after letters', 'abc', '\u0004', { text: 'abc', how: 'done' }],
  ['Ctrl-D before any', '', '\u0004', { text: '', how: 'given-up' }],
  ['an escape, which is no letter', 'a', '\u001b', { text: 'a', how: 'more' }],
])('%s', (_, before, keys, after) => {
  expect(typedInto(before, keys)).toEqual(after);
});
