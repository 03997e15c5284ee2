/** Buckets of time, against dates that anybody can look up. */
import { describe, expect, it } from 'vitest';
import { bucketAfter, bucketStart } from '../../../../source/simulator/billing/buckets.ts';

const at = (text: string) => Date.parse(text);

describe('buckets', () => {
  it.each([
    ['hour', '2026-11-25T22:00:00Z', '2026-11-25T23:00:00Z'],
    ['day', '2026-11-25T00:00:00Z', '2026-11-26T00:00:00Z'],
    ['week', '2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z'],
    ['month', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'],
    ['year', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ] as const)('of a %s', (size, start, next) => {
    expect(bucketStart(at('2026-11-25T22:41:07Z'), size)).toBe(at(start));
    expect(bucketStart(at(start), size)).toBe(at(start));
    expect(bucketAfter(at(start), size, 1)).toBe(at(next));
  });

  it('goes back over the turn of a year', () => {
    expect(bucketAfter(at('2026-01-01T00:00:00Z'), 'month', -2)).toBe(at('2025-11-01T00:00:00Z'));
  });
});
