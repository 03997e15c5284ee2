/** The poller against a cloud that answers by script. */
import { expect, test } from 'vitest';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { WireStatus } from '../../../source/fleet/wire.ts';
import type { Cloud, CloudResult } from '../../../source/runpod/cloud.ts';
import type { WireCloud } from '../../../source/runpod/wire-status.ts';
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

function scripted(answers: readonly List[]): { cloud: Cloud & WireCloud; asked: () => number } {
  let asked = 0;
  const listPods = async (): Promise<List> => answers[Math.min(asked++, answers.length - 1)] ?? failure;
  return {
    cloud: {
      listPods,
      getPod: refusal,
      startPod: refusal,
      stopPod: refusal,
      account: refusal,
      wires: () => [],
    },
    asked: () => asked,
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 4000 && !condition(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

test('says failures as failures and lists as lists, and asks at once when hurried', async () => {
  const { cloud, asked } = scripted([failure, { ok: true, value: [makePod()] }]);
  const events: FleetEvent[] = [];
  const watch = watchCloud({ cloud, dispatch: (event) => events.push(event), nowMs: Date.now });
  await until(() => events.length === 2);
  watch.hurry();
  await until(() => events.length === 4);
  watch.close();
  expect(events.map((event) => event.kind)).toEqual(['wires', 'cloud-failed', 'wires', 'pods-listed']);
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

test('a balance that nobody can tell any more is unknown, not the last one', async () => {
  const { cloud } = scripted([failure]);
  const gone = async (): Promise<CloudResult<never>> => ({ ...failure, code: 'gone' });
  const events: FleetEvent[] = [];
  const watch = watchCloud({
    cloud: { ...cloud, account: gone },
    dispatch: (event) => events.push(event),
    nowMs: Date.now,
  });
  await until(() => events.some(({ kind }) => kind === 'account'));
  watch.close();
  expect(events.find(({ kind }) => kind === 'account')).toMatchObject({ account: { balanceDollars: null } });
});

test('the pods are asked for no faster than RunPod allows, however hurried', async () => {
  const { cloud, asked } = scripted([{ ok: true, value: [] }]);
  const windows = [{ name: 'minute', remaining: 0, resetsInMs: 60_000, quota: null, windowMs: null }];
  const wires = (): readonly WireStatus[] => [
    {
      ...{ wire: 'rest', requests: 1, failures: 0, answerMs: 1 },
      ...{ state: { kind: 'live', answeredAtMs: 0 }, allowance: { atMs: Date.now(), windows } },
    },
  ];
  const events: FleetEvent[] = [];
  const watch = watchCloud({
    cloud: { ...cloud, wires },
    dispatch: (event) => events.push(event),
    nowMs: Date.now,
  });
  await until(() => events.some(({ kind }) => kind === 'pods-listed'));
  watch.hurry();
  await until(() => asked() === 2);
  // A hurried pace would have asked again by now.
  await new Promise((resolve) => setTimeout(resolve, 1_800));
  watch.close();
  expect(asked()).toBe(2);
});
