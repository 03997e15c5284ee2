import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { backoffDelayMs, sleep } from '../../../source/base/retry.ts';

test('the ceiling doubles from the first delay up to the most', () => {
  const delays = [-1, 0, 1, 2, 3, 4, 1000].map((attempt) =>
    backoffDelayMs(attempt, { firstDelayMs: 500, maxDelayMs: 4000, random: () => 1 }),
  );
  expect(delays).toEqual([500, 500, 1000, 2000, 4000, 4000, 4000]);
});

test('the delay is drawn from nothing up to the ceiling', () => {
  const drawn = [0, 0.25, 0.5, 0.9999].map((value) =>
    backoffDelayMs(2, { firstDelayMs: 500, maxDelayMs: 4000, random: () => value }),
  );
  expect(drawn).toEqual([0, 500, 1000, 2000]);
});

test('a sleep ends by itself, or at once when it is aborted', async () => {
  expect(await sleep(1)).toBe('slept');
  expect(await sleep(-5)).toBe('slept');
  expect(await sleep(60_000, AbortSignal.abort())).toBe('aborted');
  const controller = new AbortController();
  expect(await sleep(1, controller.signal)).toBe('slept');
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  const sleeping = sleep(60_000, controller.signal);
  controller.abort();
  expect(await sleeping).toBe('aborted');
});

test('a very long sleep does not end at once', async () => {
  const controller = new AbortController();
  const sleeping = sleep(2 ** 40, controller.signal);
  let isOver = false;
  void sleeping.then(() => {
    isOver = true;
  });
  await sleep(50);
  expect(isOver).toBe(false);
  controller.abort();
  expect(await sleeping).toBe('aborted');
});
