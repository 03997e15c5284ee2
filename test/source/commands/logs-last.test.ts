/** Of each source the last lines, in the order of all. */
import { expect, test } from 'vitest';
import { lastOfEach } from '../../../source/commands/logs-last.ts';
import { readLogsRequest } from '../../../source/commands/logs-request.ts';

const lines = [1, 2, 1, 1, 2, 1].map((origin, index) => ({ origin, index }));
const kept = (most: number | null) => lastOfEach(lines, most).map(({ index }) => index);

test('so many of each source are left, and their order stays', () => {
  expect(kept(2)).toEqual([1, 3, 4, 5]);
  expect(kept(1)).toEqual([4, 5]);
  expect(kept(9)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(kept(null)).toEqual([0, 1, 2, 3, 4, 5]);
});

test.each([
  [{ tail: 5 }, { tail: 5, lastLines: null, sinceMs: null }],
  [{ since: '1m' }, { tail: 5000, lastLines: null, sinceMs: 40_000 }],
  [
    { since: '1m', tail: 5 },
    { tail: 5, lastLines: 5, sinceMs: 40_000 },
  ],
  [
    { since: '1m', tail: 0 },
    { tail: 0, lastLines: null, sinceMs: null },
  ],
])('%j asks for %j', (flags, value) => {
  expect(readLogsRequest(flags, 100_000)).toMatchObject({ ok: true, value });
});
