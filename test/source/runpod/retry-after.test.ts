import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../source/runpod/retry-after.ts';

const nowMs = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

test.each([
  [null, null],
  ['', null],
  ['0', 0],
  [' 12 ', 12_000],
  ['1.5', 1500],
  ['-5', null],
  ['1e9', null],
  ['soon', null],
  ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
  ['Wed, 21 Oct 2026 07:27:30 GMT', 0],
])('%s', (header, waitMs) => {
  expect(retryAfterMs(header, nowMs)).toBe(waitMs);
});
