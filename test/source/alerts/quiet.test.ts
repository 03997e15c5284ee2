/** Acknowledged and snoozed alerts: listed and quiet, until it is over, out of time, or worse. */
import { describe, expect, it } from 'vitest';
import { type AlertState, evaluateAlerts, noAlerts } from '../../../source/alerts/alerts.ts';
import { openAlerts } from '../../../source/alerts/open-alerts.ts';
import { overAfterMs, quietEnds } from '../../../source/alerts/quiet-ends.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import type { Quiet } from '../../../source/fleet/quiet.ts';
import { makeCard, makeEntry, makeFleet, makePod, makeSample, nowMs } from '../fleet/make.ts';

const minute = 60_000;
const pod = makePod({ id: 'p1', name: 'train-1' });
const gone = { status: 'lost', statusText: 'GPU is lost' } as const;

function fleetAt(atMs: number, cards: Parameters<typeof makeSample>[1], quiet?: Quiet): Fleet {
  const fleet = makeFleet([
    makeEntry({
      pod,
      podAtMs: atMs,
      sample: { frame: makeSample({ atMs }, cards), receivedAtMs: atMs },
      link: { kind: 'live', sinceMs: nowMs - 3_600_000, via: 'agent' },
    }),
  ]);
  const known: [string, Quiet][] = quiet === undefined ? [] : [['p1 gpu-lost', quiet]];
  return { ...fleet, alerts: { quiet: new Map(known), sinceMs: new Map() } };
}

const broken = (atMs: number, quiet?: Quiet): Fleet => fleetAt(atMs, [makeCard(gone)], quiet);
const well = (atMs: number): Fleet => fleetAt(atMs, [makeCard()]);
const acknowledged: Quiet = { kind: 'acknowledged', by: 'ann', atMs: nowMs, untilMs: null, was: 'fail' };
const snoozed: Quiet = { ...acknowledged, kind: 'snoozed', untilMs: nowMs + 15 * minute };

describe('an open alert', () => {
  it('is listed with its rule, and quiet once it is acknowledged', () => {
    expect(openAlerts(broken(nowMs), nowMs)).toMatchObject([
      { key: 'p1 gpu-lost', podName: 'train-1', kind: 'fail', word: 'GPU lost', quiet: null },
    ]);
    expect(openAlerts(broken(nowMs, acknowledged), nowMs)[0]?.quiet).toEqual(acknowledged);
  });

  it('is loud again when the snooze is over, and when it is worse than it was', () => {
    const later = nowMs + 15 * minute;
    expect(openAlerts(broken(later - 1, snoozed), later - 1)[0]?.quiet).toEqual(snoozed);
    expect(openAlerts(broken(later, snoozed), later)[0]?.quiet).toBeNull();
    expect(openAlerts(broken(nowMs, { ...acknowledged, was: 'warn' }), nowMs)[0]?.quiet).toBeNull();
  });
});

describe('what is quiet', () => {
  /** A look each minute; how many minutes until it ended, null: it did not. */
  function endsAfter(quiet: Quiet, fleetOf: (atMs: number) => Fleet, minutes: number): number | null {
    let over: ReadonlyMap<string, number> = new Map();
    for (let at = 0; at <= minutes; at++) {
      const atMs = nowMs + at * minute;
      const fleet = fleetOf(atMs);
      const look = { fleet, open: openAlerts(fleet, atMs), nowMs: atMs };
      const ends = quietEnds(new Map([['p1 gpu-lost', quiet]]), over, look);
      if (ends.ended.size > 0) return at;
      over = ends.overSinceMs;
    }
    return null;
  }

  it('ends when the alert has stayed away for two minutes', () => {
    expect(overAfterMs).toBe(2 * minute);
    expect(endsAfter(acknowledged, well, 5)).toBe(2);
  });

  it('stays while the alert is there, and while nobody can tell', () => {
    expect(endsAfter(acknowledged, (atMs) => broken(atMs), 60)).toBeNull();
    const silent = makeFleet([
      makeEntry({
        ...{ pod, sample: null },
        link: { kind: 'lost', sinceMs: nowMs, reason: 'no answer', attempt: 1, retryAtMs: null },
      }),
    ]);
    expect(endsAfter(acknowledged, () => silent, 60)).toBeNull();
    // Not listed yet, or another console watches it.
    expect(endsAfter(acknowledged, () => makeFleet([]), 60)).toBeNull();
  });

  it('is not ended by an alert that comes and goes', () => {
    const flapping = (atMs: number): Fleet =>
      (atMs - nowMs) % (2 * minute) === 0 ? broken(atMs) : well(atMs);
    expect(endsAfter(acknowledged, flapping, 20)).toBeNull();
  });

  it('ends with the time of a snooze, and after thirty days at the latest', () => {
    expect(endsAfter(snoozed, (atMs) => broken(atMs), 60)).toBe(15);
    const old = { ...acknowledged, atMs: nowMs - 31 * 86_400_000 };
    expect(endsAfter(old, () => makeFleet([]), 1)).toBe(0);
  });
});

describe('lines of the health stream', () => {
  function story(moments: readonly [Fleet, number][]): readonly string[] {
    let state: AlertState = noAlerts;
    return moments.flatMap(([fleet, atMs]) => {
      const quiet = new Map(openAlerts(fleet, atMs).map((each) => [each.key, each.quiet]));
      const evaluated = evaluateAlerts(state, fleet, atMs, quiet);
      state = evaluated.state;
      return evaluated.events.map(({ level, text }) => `${level} ${text}`);
    });
  }

  it('leave out what is acknowledged, which a new console would tell again', () => {
    expect(story([[broken(nowMs, acknowledged), nowMs]])).toEqual([]);
  });

  it('tell again what was snoozed, once its time is over', () => {
    const later = nowMs + 15 * minute;
    expect(
      story([
        [broken(nowMs), nowMs],
        [broken(nowMs + minute, snoozed), nowMs + minute],
        [broken(later, snoozed), later],
      ]),
    ).toEqual(['fail gpu0: GPU is lost', 'fail gpu0: GPU is lost']);
  });

  it('tell of the end of one that was told and then acknowledged', () => {
    expect(
      story([
        [broken(nowMs), nowMs],
        [broken(nowMs + minute, acknowledged), nowMs + minute],
        [well(nowMs + 2 * minute), nowMs + 2 * minute],
      ]),
    ).toEqual(['fail gpu0: GPU is lost', 'ok over: gpu0: GPU is lost']);
  });
});
