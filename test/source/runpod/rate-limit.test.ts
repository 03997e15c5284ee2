import { expect, test } from 'vitest';
import { allowanceWindows } from '../../../source/runpod/rate-limit.ts';

const policy = '"minute";q=60;w=60, "hour";q=3000;w=3600, "day";q=50000;w=86400';

test('what remains, until when, and of how much, the shortest window first', () => {
  expect(allowanceWindows('"day";r=49000;t=80000, "minute";r=0;t=12, "hour";r=2890;t=1801', policy)).toEqual([
    { name: 'minute', remaining: 0, resetsInMs: 12_000, quota: 60, windowMs: 60_000 },
    { name: 'hour', remaining: 2890, resetsInMs: 1_801_000, quota: 3000, windowMs: 3_600_000 },
    { name: 'day', remaining: 49_000, resetsInMs: 80_000_000, quota: 50_000, windowMs: 86_400_000 },
  ]);
});

test('as it was seen live, without a policy', () => {
  expect(allowanceWindows('"minute";r=176;t=1, "hour";r=7193;t=2701', null)).toEqual([
    { name: 'minute', remaining: 176, resetsInMs: 1000, quota: null, windowMs: 60_000 },
    { name: 'hour', remaining: 7193, resetsInMs: 2_701_000, quota: null, windowMs: 3_600_000 },
  ]);
});

test.each([
  { header: null, names: [] },
  { header: '', names: [] },
  { header: 'limit=100, remaining=50, reset=5', names: [] },
  { header: '"minute";r=;t=12', names: [] },
  { header: '"minute";r=5', names: [] },
  { header: '"burst";r=5;t=3', names: ['burst'] },
  { header: ' minute ; R = 5 ; T=3.7 ; pk=:AA==: ,,"x', names: ['minute'] },
  { header: '"evil\u001b[2J";r=5;t=3, "hour";r=1;t=1', names: ['hour'] },
  { header: `${'"a";r=1;t=1,'.repeat(1000)}`, names: Array(10).fill('a') },
])('$header has $names', ({ header, names }) => {
  expect(allowanceWindows(header, policy).map(({ name }) => name)).toEqual(names);
});
