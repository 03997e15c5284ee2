import { expect, test } from 'vitest';
import { createPodClock } from '../../../../source/jobs/remote/pod-clock.ts';

test.each([
  { what: 'ahead', podNowMs: 1_300_000 },
  { what: 'behind', podNowMs: 700_000 },
])('times of a pod whose clock is five minutes $what are told by ours', ({ podNowMs }) => {
  let nowMs = 1_000_000;
  const clock = createPodClock(() => nowMs);
  clock.shows(podNowMs);
  nowMs += 4000;
  expect(clock.ours(podNowMs + 3000)).toBe(1_003_000);
  expect(clock.ours(podNowMs - 60_000)).toBe(940_000);
});

test('nothing that a pod tells of is later than now, and a clock that is not told is taken to be right', () => {
  const clock = createPodClock(() => 1_000_000);
  expect(clock.ours(999_000)).toBe(999_000);
  expect(clock.ours(9_000_000)).toBe(1_000_000);
  clock.shows(2_000_000);
  clock.shows(null);
  expect(clock.ours(999_000)).toBe(999_000);
  clock.shows(8.64e15);
  expect(clock.ours(1)).toBe(0);
});
