/** Durations, sizes and shares as they stand on the page. */
import { expect, test } from 'vitest';
import {
  clock,
  duration,
  figure,
  partOfBytes,
  percent,
  shortDuration,
} from '../../../pod-agent/site/words.ts';
import { gibibyte, podAtMs } from './served.ts';

test.each([
  [-5000, '0 s'],
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [34_800_000, '9 h 40 min'],
  [532_800_000, '6 d 4 h'],
  [86_400_000, '1 d'],
])('%i ms last %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

test.each([
  [0.4, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [4180, '4.2 s'],
  [9960, '9 s'],
  [61_000, '1 min'],
])('%d ms took %s', (milliseconds, text) => expect(shortDuration(milliseconds)).toBe(text));

test.each([
  [71 * gibibyte, 79.6 * gibibyte, '71.0 of 79.6 GiB'],
  [0, 80 * gibibyte, '0.0 of 80.0 GiB'],
  [141 * gibibyte, 180 * gibibyte, '141 of 180 GiB'],
  [512, 900, '512 of 900 B'],
  [null, 80 * gibibyte, 'not known of 80.0 GiB'],
  [3 * gibibyte, null, '3.0 GiB of a size that is not known'],
  [null, null, 'not known'],
])('%s of %s bytes are %s', (used, total, text) => expect(partOfBytes(used, total)).toBe(text));

test('what is not known is no zero', () => {
  expect([percent(null), figure(null, 'W')]).toEqual(['not known', 'not known']);
  expect([percent(0), figure(66.6, '°C')]).toEqual(['0 %', '67 °C']);
});

test('a time of another day says which', () => {
  expect(clock(podAtMs - 60_000, podAtMs)).toBe('14:31 UTC');
  expect(clock(podAtMs - 86_400_000, podAtMs)).toBe('2026-11-24 14:32 UTC');
});
