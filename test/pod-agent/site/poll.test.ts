/** The asking: its pauses, its deadline, and that nothing is left behind when it stops. On false timers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from '../../../pod-agent/site/clock.ts';
import { createPoll, type Poll } from '../../../pod-agent/site/poll.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Asked = { readonly atMs: number; readonly signal: AbortSignal };

/** @param answers One after the other, the last one for ever; null never comes by itself. */
function asking(...answers: readonly ('good' | 'bad' | null)[]): {
  readonly poll: Poll;
  readonly asked: Asked[];
  readonly told: string[];
} {
  const beganAtMs = Date.now();
  const asked: Asked[] = [];
  const told: string[] = [];
  const poll = createPoll<string>({
    ask(signal) {
      asked.push({ atMs: Date.now() - beganAtMs, signal });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer) return Promise.resolve(answer);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve('bad')));
    },
    onAnswer: (answer) => void told.push(answer),
    isError: (answer) => answer === 'bad',
    pauseMs: 5000,
    longestPauseMs: 30_000,
    deadlineMs: 4000,
  });
  return { poll, asked, told };
}

const times = (asked: readonly Asked[]) => asked.map(({ atMs }) => atMs / 1000);

test('asks at once and then every five seconds', async () => {
  const { poll, asked, told } = asking('good');
  poll.start();
  poll.start();
  await vi.advanceTimersByTimeAsync(16_000);
  expect(times(asked)).toEqual([0, 5, 10, 15]);
  expect(told).toHaveLength(4);
});

test('asks more rarely after errors, at least every half minute, and as before after a good answer', async () => {
  const { poll, asked } = asking('bad', 'bad', 'bad', 'bad', 'good');
  poll.start();
  await vi.advanceTimersByTimeAsync(96_000);
  expect(times(asked)).toEqual([0, 10, 30, 60, 90, 95]);
});

test('a question without an answer ends at its deadline; until then there is no second one', async () => {
  const { poll, asked, told } = asking(null);
  poll.start();
  await vi.advanceTimersByTimeAsync(3999);
  expect([asked.length, told]).toEqual([1, []]);
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual(['bad']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(times(asked)).toEqual([0, 14]);
});

test('a stop ends the question under way, tells nothing, and leaves no timer', async () => {
  const { poll, asked, told } = asking(null);
  poll.start();
  poll.stop();
  poll.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true]);
  expect([told, vi.getTimerCount()]).toEqual([[], 0]);
});

test('a stop in a pause leaves no timer, and a start asks at once', async () => {
  const { poll, asked, told } = asking('good');
  poll.start();
  await vi.advanceTimersByTimeAsync(1000);
  poll.stop();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(20_000);
  poll.start();
  await vi.advanceTimersByTimeAsync(6000);
  expect(times(asked)).toEqual([0, 21, 26]);
  expect(told).toHaveLength(3);
});

test('the clock goes on with the one that went further, and never back', () => {
  const clocks = { wall: 1000, steady: 50 };
  const clock = createClock({ wallMs: () => clocks.wall, steadyMs: () => clocks.steady });
  const after = (wall: number, steady: number) => {
    Object.assign(clocks, { wall: clocks.wall + wall, steady: clocks.steady + steady });
    return clock();
  };
  expect(after(10, 10)).toBe(10);
  // The machine slept: the steady clock of some browsers stands still.
  expect(after(60_000, 5)).toBe(60_010);
  // Somebody set the wall clock back.
  expect(after(-3_600_000, 20)).toBe(60_030);
});
