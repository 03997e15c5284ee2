import { expect, test } from 'vitest';
import { createCleanText } from '../../../../source/runpod/clean-text.ts';
import { createPodReader } from '../../../../source/runpod/graphql/pod-reader.ts';
import { podWireSchema } from '../../../../source/runpod/graphql/pod-wire.ts';
import { wirePod, wireRuntime } from './wire-pods.ts';

const startedMs = Date.parse('2026-11-20T09:00:00.000Z');

type Poll = {
  readonly atSeconds: number;
  readonly uptime: number | null;
  readonly changes?: Readonly<Record<string, unknown>>;
};

/** Seconds of uptime that the console would show at each poll. */
function uptimes(polls: readonly Poll[]): (number | null)[] {
  let nowMs = startedMs;
  const reader = createPodReader({ clean: createCleanText([]), nowMs: () => nowMs });
  return polls.map(({ atSeconds, uptime, changes }) => {
    nowMs = startedMs + atSeconds * 1000;
    const runtime = uptime === null ? null : wireRuntime({ uptimeInSeconds: uptime });
    const wire = podWireSchema.parse(
      wirePod({ lastStartedAt: new Date(startedMs).toISOString(), runtime, ...changes }),
    );
    const [pod] = reader.readAll([wire]);
    return pod?.startedAtMs == null ? null : (nowMs - pod.startedAtMs) / 1000;
  });
}

test('the uptime just after a start never runs backwards, whichever of the two clocks RunPod shows', () => {
  const polls = [0, 0, 0, 1, 7].map((uptime, index) => ({ atSeconds: 7 + index * 2, uptime }));
  expect(uptimes(polls)).toEqual([7, 9, 11, 13, 15]);
});

test('whole seconds and slow answers do not make it wander', () => {
  const polls = [
    { atSeconds: 100.2, uptime: 60 },
    { atSeconds: 105.9, uptime: 65 },
    { atSeconds: 110, uptime: 71 },
    { atSeconds: 115, uptime: null },
    { atSeconds: 120, uptime: 79 },
  ];
  expect(uptimes(polls).map((seconds) => Number(seconds?.toFixed(1)))).toEqual([60, 65.7, 69.8, 74.8, 79.8]);
});

test('a new start and a stop in between begin anew', () => {
  const anew = { lastStartedAt: new Date(startedMs + 500_000).toISOString() };
  const polls = [
    { atSeconds: 100, uptime: 100 },
    { atSeconds: 510, uptime: 10, changes: anew },
    { atSeconds: 600, uptime: null, changes: { ...anew, desiredStatus: 'EXITED' } },
    { atSeconds: 700, uptime: 5, changes: anew },
  ];
  expect(uptimes(polls)).toEqual([100, 10, null, 5]);
});
