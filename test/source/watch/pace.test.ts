/** How often is asked, by what RunPod's headers allow. */
import { expect, test } from 'vitest';
import type { WireStatus } from '../../../source/fleet/wire.ts';
import { shortestPaceMs } from '../../../source/watch/pace.ts';

type Window = NonNullable<WireStatus['allowance']>['windows'][number];

function wireOf(
  wire: WireStatus['wire'],
  windows: readonly Pick<Window, 'remaining' | 'resetsInMs'>[] | null,
  state: WireStatus['state'] = { kind: 'live', answeredAtMs: 1000 },
): WireStatus {
  const allowance =
    windows === null
      ? null
      : {
          atMs: 1000,
          windows: windows.map((each) => ({ name: 'minute', quota: null, windowMs: null, ...each })),
        };
  return { wire, state, allowance, requests: 1, failures: 0, answerMs: 20 };
}

test('a fifth of what remains is spread over the time until the window is filled anew', () => {
  // 60 left for 60 s: 12 are ours, one every 5 s.
  expect(shortestPaceMs([wireOf('rest', [{ remaining: 60, resetsInMs: 60_000 }])], 1000)).toBe(5000);
});

test('the tightest window counts', () => {
  const windows = [
    { remaining: 55, resetsInMs: 12_000 },
    { remaining: 360, resetsInMs: 1_800_000 },
  ];
  expect(shortestPaceMs([wireOf('rest', windows)], 1000)).toBe(25_000);
});

test('where nothing remains it is waited for the window, and no longer', () => {
  expect(shortestPaceMs([wireOf('rest', [{ remaining: 0, resetsInMs: 42_000 }])], 1000)).toBe(42_000);
  expect(shortestPaceMs([wireOf('rest', [{ remaining: 2, resetsInMs: 42_000 }])], 1000)).toBe(42_000);
  expect(shortestPaceMs([wireOf('rest', [{ remaining: 0, resetsInMs: 42_000 }])], 44_000)).toBe(0);
});

test('the wire that lists the pods is looked at, and no other', () => {
  const tight = [{ remaining: 0, resetsInMs: 30_000 }];
  const failing = { kind: 'failing', sinceMs: 0, message: 'm' } as const;
  expect(shortestPaceMs([wireOf('rest', null), wireOf('graphql', tight)], 1000)).toBe(0);
  expect(shortestPaceMs([wireOf('rest', tight, failing), wireOf('graphql', null)], 1000)).toBe(0);
  expect(shortestPaceMs([wireOf('graphql', tight)], 1000)).toBe(30_000);
  const limited = { ...wireOf('rest', tight), limitedUntilMs: 31_000 };
  expect(shortestPaceMs([limited, wireOf('graphql', null)], 1000)).toBe(0);
  expect(shortestPaceMs([limited], 1000)).toBe(30_000);
  expect(shortestPaceMs([], 1000)).toBe(0);
});
