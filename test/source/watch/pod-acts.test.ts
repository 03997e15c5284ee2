/** What the console's end does about requests whose answers are on their way. */
import { expect, it } from 'vitest';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { CloudResult } from '../../../source/runpod/cloud.ts';
import type { ActingCloud } from '../../../source/watch/actions.ts';
import { createPodActs } from '../../../source/watch/pod-acts.ts';
import { makePod } from '../fleet/make.ts';

type Answer = CloudResult<{ readonly podId: string }>;

function setOut(endWaitMs: number, code: 'network' | 'cancelled' = 'network') {
  const events: FleetEvent[] = [];
  const said: string[] = [];
  const now = new AbortController();
  let answer: (answer: Answer) => void = () => {};
  const ask = (signal: AbortSignal | undefined): Promise<Answer> =>
    new Promise((resolve) => {
      answer = resolve;
      const cut: Answer = { ok: false, code, message: 'Cut off.', hint: '', retryAfterMs: null };
      signal?.addEventListener('abort', () => resolve(cut));
    });
  const cloud: ActingCloud = {
    startPod: (_options, signal) => ask(signal),
    stopPod: (_podId, signal) => ask(signal),
    restartPod: (_podId, signal) => ask(signal),
    terminatePod: (_podId, signal) => ask(signal),
    lockPod: (_options, signal) => ask(signal),
  };
  const acts = createPodActs({
    ...{ cloud, endWaitMs, nowMs: () => 7, hurry: () => {}, endNow: now.signal },
    dispatch: (event) => events.push(event),
    sayAtEnd: (text) => said.push(text),
  });
  return { acts, events, said, endNow: () => now.abort(), answer: (given: Answer) => answer(given) };
}

it('waits for the answer, and says what it was', async () => {
  const { acts, events, said, answer } = setOut(60_000);
  const pod = makePod();
  acts.act(pod, 'stop');
  const closed = acts.close();
  expect(said).toEqual([`stop ${pod.name}: waiting for RunPod's answer…\n`]);
  answer({ ok: true, value: { podId: pod.id } });
  await closed;
  expect(said[1]).toContain(`stop ${pod.name}: accepted`);
  expect(events.map(({ kind }) => kind)).toEqual(['asked', 'output']);
});

it('cuts off what is not answered in time, and says that nobody knows', async () => {
  const { acts, said } = setOut(1);
  acts.act(makePod(), 'terminate');
  await acts.close();
  expect(said[1]).toContain('it may have been done all the same');
});

it('waits no longer when it is told so, and a request that was cut off is not said to have failed', async () => {
  const { acts, said, endNow } = setOut(600_000, 'cancelled');
  acts.act(makePod(), 'stop');
  const closed = acts.close();
  endNow();
  await closed;
  expect(said[1]).toContain('it may have been done all the same');
  expect(said.join('')).not.toContain('failed');
});

it('says nothing where nothing is on its way', async () => {
  const { acts, events, said, answer } = setOut(60_000);
  const pod = makePod();
  acts.act(pod, 'stop');
  answer({ ok: true, value: { podId: pod.id } });
  await expect.poll(() => events.at(-1)?.kind).toBe('answered');
  await acts.close();
  expect(said).toEqual([]);
});
