import { expect, test } from 'vitest';
import { restartVerdict, windowMs } from '../../../pod-agent/supervisor/restart-policy.ts';

test.each([
  { ends: [0], chance: 1, afterMs: 250 },
  { ends: [0], chance: 0, afterMs: 125 },
  { ends: [0, 1000], chance: 1, afterMs: 500 },
  { ends: [0, 1000, 2000, 3000], chance: 1, afterMs: 2000 },
])('after $ends.length ends it waits $afterMs ms by chance $chance', ({ ends, chance, afterMs }) => {
  expect(restartVerdict(ends, ends.at(-1) ?? 0, chance)).toEqual({ kind: 'again', afterMs });
});

test('the fifth end within five minutes is the last', () => {
  expect(restartVerdict([0, 1, 2, 3, windowMs], windowMs, 0.5)).toEqual({
    kind: 'given-up',
    ends: 5,
    withinMs: windowMs,
  });
});

test('ends that are older do not count', () => {
  expect(restartVerdict([0, 1, 2, 3, windowMs + 10], windowMs + 10, 1)).toEqual({
    kind: 'again',
    afterMs: 250,
  });
});
