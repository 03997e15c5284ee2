/** Prices and bids as they are written. */
import { expect, it } from 'vitest';
import { exactDollars } from '../../../source/fleet/exact-dollars.ts';

it.each([
  [0.4, '0.40'],
  [12, '12.00'],
  [0.125, '0.125'],
  [0.1 + 0.2, '0.30'],
  [0.008, '0.008'],
])('%s is $%s', (dollars, text) => {
  expect(exactDollars(dollars)).toBe(text);
});
