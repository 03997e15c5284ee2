import { expect, test } from 'vitest';
import { planCopy } from '../../../source/terminal/clipboard.ts';
import { titleSequence } from '../../../source/terminal/title.ts';

test('a copy is one sequence that ends in ST', () => {
  expect(planCopy('pöd', {})).toEqual({
    kind: 'copy',
    sequence: `\x1b]52;c;${Buffer.from('pöd').toString('base64')}\x1b\\`,
    byteCount: 4,
    note: null,
  });
});

test('tmux may have to be told', () => {
  expect(planCopy('pod', { TMUX: '/tmp/tmux-0/default,1,0' })).toMatchObject({
    note: expect.stringContaining('tmux'),
  });
});

test('a text that the terminal would refuse is not sent', () => {
  expect(planCopy('x'.repeat(60_000), {})).toEqual({
    kind: 'too-long',
    byteCount: 60_000,
    maxByteCount: 56_244,
  });
  expect(planCopy('x'.repeat(56_244), {}).kind).toBe('copy');
});

test('a title cannot end its own sequence', () => {
  expect(titleSequence('pods\x1b\\\x07 evil')).toBe('\x1b]2;pods\\ evil\x1b\\');
});
