import { describe, expect, test } from 'vitest';
import { createBudget } from '../../../source/ssh/budget.ts';
import { createDropCount } from '../../../source/ssh/drop-count.ts';
import { defaultTimings } from '../../../source/ssh/timings.ts';
import { createWatchdog } from '../../../source/ssh/watchdog.ts';

/** Looks every half second from `fromMs` to `toMs` and gives what was seen, without repeats. */
function lookThrough(watchdog: ReturnType<typeof createWatchdog>, fromMs: number, toMs: number) {
  const seen: [number, string][] = [];
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 500) {
    const health = watchdog.look(nowMs);
    if (seen.at(-1)?.[1] !== health) seen.push([nowMs, health]);
  }
  return seen;
}

describe('a stream at one sample a second', () => {
  const start = () => createWatchdog({ intervalMs: 1000, nowMs: 0, timings: defaultTimings });

  test('is stale after three intervals and a half second, and dead after four times that', () => {
    expect(lookThrough(start(), 500, 15_000)).toEqual([
      [500, 'live'],
      [4000, 'stale'],
      [14_500, 'dead'],
    ]);
  });

  test('is live for as long as samples come', () => {
    const watchdog = start();
    for (let nowMs = 500; nowMs < 60_000; nowMs += 500) {
      if (nowMs % 1000 === 0) watchdog.heard(nowMs);
      expect(watchdog.look(nowMs)).toBe('live');
    }
  });

  test('is live again with the next sample', () => {
    const watchdog = start();
    lookThrough(watchdog, 500, 5000);
    watchdog.heard(5200);
    expect(watchdog.look(5500)).toBe('live');
  });

  test('is not blamed for the sleep of the console', () => {
    const watchdog = start();
    lookThrough(watchdog, 500, 2000);
    expect(watchdog.look(3_600_000)).toBe('live');
    // From then on silence counts again, with what had passed before.
    expect(lookThrough(watchdog, 3_600_500, 3_604_000)).toEqual([
      [3_600_500, 'live'],
      [3_602_000, 'stale'],
    ]);
  });
});

describe('a budget', () => {
  test('bears a burst and then the steady rate', () => {
    let nowMs = 0;
    const budget = createBudget({ perSecond: 10, burst: 100, monotonicMs: () => nowMs });
    for (let spent = 0; spent < 100; spent++) expect(budget.spend(1)).toBe(true);
    expect(budget.spend(1)).toBe(false);
    nowMs = 1000;
    for (let spent = 0; spent < 9; spent++) expect(budget.spend(1)).toBe(true);
    expect(budget.spend(1)).toBe(false);
  });

  test('saves up no more than a burst', () => {
    let nowMs = 0;
    const budget = createBudget({ perSecond: 10, burst: 20, monotonicMs: () => nowMs });
    nowMs = 1_000_000;
    expect(budget.spend(20)).toBe(true);
    expect(budget.spend(1)).toBe(false);
  });
});

test('dropped lines are told at once, then together', () => {
  let nowMs = 0;
  const told: string[] = [];
  const drops = createDropCount({ monotonicMs: () => nowMs, onNote: (text) => told.push(text) });
  for (const atMs of [0, 10, 20, 30, 61_000]) {
    nowMs = atMs;
    drops.count();
  }
  expect(told.map((text) => Number.parseInt(text, 10))).toEqual([1, 4]);
});
