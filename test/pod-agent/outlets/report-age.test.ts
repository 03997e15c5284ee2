import { expect, test } from 'vitest';
import { freshnessOf } from '../../../pod-agent/outlets/report-age.ts';
import { report, reportAtMs } from './http/views.ts';

test.each([
  [0, 'fresh'],
  [90_000, 'fresh'],
  [90_001, 'stale'],
  [3_600_000, 'stale'],
  [3_600_001, 'abandoned'],
  [-30_000, 'fresh'],
  [-30_001, 'stale'],
  [-3_600_000, 'stale'],
  [-3_600_001, 'abandoned'],
] as const)('a report that is %d ms old, with a period of 30 s, is %s', (ageMs, freshness) => {
  expect(freshnessOf(report, reportAtMs + ageMs)).toBe(freshness);
});
