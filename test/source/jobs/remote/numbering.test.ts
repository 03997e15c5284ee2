import { expect, test } from 'vitest';
import { createNumbering } from '../../../../source/jobs/remote/numbering.ts';

test('hands each number on once, and goes on after what was lost only when it was asked for twice', () => {
  const lost: number[] = [];
  const numbering = createNumbering(2, { onLost: (count) => lost.push(count) });
  expect([1, 2, 3, 3, 4].map(numbering.take)).toEqual(['repeated', 'repeated', 'next', 'repeated', 'next']);
  expect([7, 7].map(numbering.take)).toEqual(['gap', 'gap']);
  expect(numbering.last()).toBe(4);
  expect([7, 8, 6].map(numbering.take)).toEqual(['next', 'next', 'repeated']);
  expect(lost).toEqual([2]);
  expect(numbering.take(10)).toBe('gap');
  expect([9, 10].map(numbering.take)).toEqual(['next', 'next']);
});
