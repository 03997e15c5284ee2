import { describe, expect, test } from 'vitest';
import { type AlertState, evaluateAlerts, noAlerts } from '../../../source/alerts/alerts.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import { makeCard, makeEntry, makeFleet, makePod, makeSample, nowMs } from '../fleet/make.ts';

const healthy = makeFleet([makeEntry()]);
const broken = makeFleet([
  makeEntry({
    sample: {
      frame: makeSample({}, [makeCard({ status: 'lost', statusText: 'GPU is lost' })]),
      receivedAtMs: nowMs,
    },
  }),
]);
const lost = makeFleet([
  makeEntry({
    link: { kind: 'lost', sinceMs: nowMs, reason: 'no answer within 5 s', attempt: 1, retryAtMs: null },
  }),
]);

/** Evaluates one moment after the other and gives the texts of all lines. */
function story(...moments: [Fleet, number][]): string[] {
  let state: AlertState = noAlerts;
  return moments.flatMap(([fleet, atMs]) => {
    const evaluated = evaluateAlerts(state, fleet, atMs);
    state = evaluated.state;
    return evaluated.events.map((event) => `${event.level} ${event.text}`);
  });
}

test('a healthy fleet says nothing', () => {
  expect(story([healthy, nowMs], [healthy, nowMs + 1000])).toEqual([]);
});

test('a lost card is said once, at once, and once when it is over', () => {
  expect(story([broken, nowMs], [broken, nowMs + 1000], [healthy, nowMs + 2000])).toEqual([
    'fail gpu0: GPU is lost',
    'ok over: gpu0: GPU is lost',
  ]);
});

test('a lost link is unknown, not a failure of the pod', () => {
  expect(story([lost, nowMs])).toEqual(['unknown SSH lost: no answer within 5 s']);
});

test('a sign that must stay for a while is not said before, nor its end if it was never said', () => {
  const hot = makeFleet([
    makeEntry({
      sample: {
        frame: makeSample({}, [makeCard({ throttleReasons: ['hardware-thermal'], temperatureCelsius: 91 })]),
        receivedAtMs: nowMs,
      },
    }),
  ]);
  expect(story([hot, nowMs], [hot, nowMs + 1000], [healthy, nowMs + 2000])).toEqual([]);
  expect(story([hot, nowMs], [hot, nowMs + 2000], [hot, nowMs + 3000])).toEqual([]);
});

describe('a link that was lost', () => {
  const old = { frame: makeSample(), receivedAtMs: nowMs - 15_000 };
  const again = (fields: Parameters<typeof makeEntry>[0]): Fleet =>
    makeFleet([makeEntry({ sample: old, ...fields })]);
  const waiting = again({ link: { kind: 'waiting', sinceMs: nowMs } });
  const connecting = again({ link: { kind: 'connecting', sinceMs: nowMs, attempt: 2 } });
  const connected = again({ link: { kind: 'live', sinceMs: nowMs, via: 'agent' } });

  test('is live again with the first fresh sample, not while it is being opened', () => {
    expect(
      story([lost, nowMs], [waiting, nowMs], [connecting, nowMs], [lost, nowMs], [connected, nowMs]),
    ).toEqual(['unknown SSH lost: no answer within 5 s']);
    expect(story([lost, nowMs], [connecting, nowMs], [healthy, nowMs])).toEqual([
      'unknown SSH lost: no answer within 5 s',
      'ok live again',
    ]);
  });

  test('is not live again because the pod was stopped', () => {
    const stopped = makeFleet([makeEntry({ pod: makePod({ state: { kind: 'stopped', by: 'user' } }) })]);
    expect(story([lost, nowMs], [stopped, nowMs], [healthy, nowMs])).toHaveLength(1);
  });

  test('leaves open what was wrong with the pod before', () => {
    expect(
      story([broken, nowMs], [lost, nowMs], [connecting, nowMs]).filter((line) => /^ok/.test(line)),
    ).toEqual([]);
  });
});

test('a pod that has gone is not said to be well again', () => {
  expect(story([broken, nowMs], [makeFleet([]), nowMs + 1000])).toHaveLength(1);
});
