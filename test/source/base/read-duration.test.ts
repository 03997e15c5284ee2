import { expect, test } from 'vitest';
import { readDuration } from '../../../source/base/read-duration.ts';

test.each([
  ['45s', 45_000],
  [' 5m ', 300_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['2D', 172_800_000],
  ['250ms', 250],
])('"%s" is a duration', (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

test.each(['', '5', 'm', '5 m', '-5m', '5m later', '1e3s', '999999999d999999999d'])(
  '"%s" is none',
  (text) => {
    expect(readDuration(text, { zero: true })).toBeNull();
  },
);

test('nothing is a duration only for those to whom it means something', () => {
  expect([readDuration('0s'), readDuration('0h0m', { zero: true })]).toEqual([null, 0]);
});
