/** How long a single look waits for cards that do not answer. */
import { expect, test } from 'vitest';
import type { AppCheck } from '../../pod-agent/health/judge.ts';
import { createHealthWatch } from '../../pod-agent/health-watch.ts';
import type { SampleFrame } from '../../pod-agent/protocol/frames.ts';
import { sample as whole } from './protocol/frames-of-everything.ts';
import { createTextHost } from './text-host.ts';

const { gpu: _none, ...withoutCards } = whole;

function lookOf(answer: AppCheck) {
  let monotonicMs = 1000;
  const watch = createHealthWatch({
    host: { ...createTextHost(), monotonicMs: () => monotonicMs },
    reportPath: '/tmp/none.json',
    checkApp: async () => answer,
    look: true,
  });
  return async (afterMs: number) => {
    monotonicMs = 1000 + afterMs;
    const sample: SampleFrame = { ...withoutCards, sequence: afterMs };
    return (await watch.look(sample))?.report ?? null;
  };
}

test('cards that do not answer are waited for no longer than the application that failed', async () => {
  const url = 'http://127.0.0.1/';
  const look = lookOf({ kind: 'failed', url, reason: 'no answer within 5 s', latencyMs: 5000 });
  expect(await look(4_900)).toBeNull();
  const report = await look(5_100);
  expect(report?.checks.find(({ id }) => id === 'app')).toMatchObject({ status: 'fail' });
  expect(report?.checks.find(({ id }) => id === 'gpu')).toMatchObject({ status: 'unknown' });
});

test('where nothing else has failed a driver has twelve seconds to wake them', async () => {
  const look = lookOf({ kind: 'not-checked', reason: 'none here' });
  expect(await look(5_100)).toBeNull();
  expect(await look(11_900)).toBeNull();
  expect(await look(12_100)).not.toBeNull();
});
