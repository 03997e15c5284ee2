/** The poller against a cloud that answers by script. */
import { expect, test } from 'vitest';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { Cloud, CloudResult } from '../../../source/runpod/cloud.ts';
import { watchCloud } from '../../../source/watch/cloud-watch.ts';
import { makePod } from '../fleet/make.ts';

type List = Awaited<ReturnType<Cloud['listPods']>>;

const failure = {
  ok: false,
  code: 'network',
  message: 'no answer',
  hint: 'is there a network?',
  retryAfterMs: null,
} as const;
const refusal = (): Promise<CloudResult<never>> => Promise.resolve(failure);

function scripted(answers: readonly List[]): { cloud: Cloud; asked: () => number } {
  let asked = 0;
  const listPods = async (): Promise<List> => answers[Math.min(asked++, answers.length - 1)] ?? failure;
  return {
    cloud: { listPods, getPod: refusal, startPod: refusal, stopPod: refusal, account: refusal },
    asked: () => asked,
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

test('says failures as failures and lists as lists, and asks at once when hurried', async () => {
  const { cloud, asked } = scripted([failure, { ok: true, value: [makePod()] }]);
  const events: FleetEvent[] = [];
  const watch = watchCloud({ cloud, dispatch: (event) => events.push(event), nowMs: Date.now });
  await until(() => events.length === 1);
  watch.hurry();
  await until(() => events.length === 2);
  watch.close();
  expect(events.map((event) => event.kind)).toEqual(['cloud-failed', 'pods-listed']);
  expect(asked()).toBe(2);
});

test('never asks twice at once, however often it is hurried', async () => {
  let inFlight = 0;
  let most = 0;
  let asked = 0;
  const listPods = async (): Promise<List> => {
    asked++;
    most = Math.max(most, ++inFlight);
    await new Promise((resolve) => setTimeout(resolve, 30));
    inFlight--;
    return failure;
  };
  const { cloud } = scripted([failure]);
  const watch = watchCloud({ cloud: { ...cloud, listPods }, dispatch: () => undefined, nowMs: Date.now });
  for (let times = 0; times < 5; times++) watch.hurry();
  await until(() => asked >= 2);
  await new Promise((resolve) => setTimeout(resolve, 60));
  watch.close();
  expect(most).toBe(1);
  expect(asked).toBe(2);
});
