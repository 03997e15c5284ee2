/** Rules of idle pods, by a simulated clock: minutes go by, and what was done stands beside them. */
import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import type { PodActivity, PodSeen } from '../../../source/fleet/money.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import { type IdleRule, ruleOf } from '../../../source/money/idle-rules.ts';
import { type IdleAct, type IdleStops, keepPod, stepIdleStops } from '../../../source/money/idle-stop.ts';
import { makeEntry, makeFleet, makePod } from '../fleet/make.ts';

const minute = 60_000;
const stopRule: IdleRule = { pods: 'spare-*', afterMs: 45 * minute, act: 'stop', graceMs: 5 * minute };

type Walk = {
  readonly rule?: IdleRule;
  readonly pod?: Partial<Pod>;
  readonly readOnly?: boolean;
  /** What the pod does at each minute. */
  activityAt(atMinutes: number): PodActivity;
  /** Minutes at which `x` is pressed. */
  readonly keptAt?: readonly number[];
  readonly minutes: number;
};

const idleSince = (sinceMinutes: number): PodActivity => ({
  kind: 'idle',
  sinceMs: sinceMinutes * minute,
  dollars: 1,
});

function walk({ rule = stopRule, pod, readOnly = false, activityAt, keptAt = [], minutes }: Walk) {
  const fleet: Fleet = makeFleet([makeEntry({ pod: makePod({ id: 'p1', name: 'spare-1', ...pod }) })]);
  let stops: IdleStops = new Map();
  const acts: (readonly [number, IdleAct])[] = [];
  for (let at = 0; at <= minutes; at++) {
    if (keptAt.includes(at)) stops = keepPod(stops, 'p1');
    const seen = new Map<string, PodSeen>([
      ['p1', { name: 'spare-1', activity: activityAt(at), today: null, month: null, stoppedSinceMs: null }],
    ]);
    const stepped = stepIdleStops(stops, { fleet, seen, rules: [rule], readOnly, nowMs: at * minute });
    stops = stepped.stops;
    for (const act of stepped.acts) acts.push([at, act]);
  }
  return { acts, stop: stops.get('p1') ?? null };
}

const told = (acts: readonly (readonly [number, IdleAct])[]) =>
  acts.map(([at, act]) => `${at} ${act.kind === 'stop' ? `stop: ${act.reason}` : act.text}`);

describe('a rule that stops', () => {
  it('counts down for its grace, then stops once, with the reason', () => {
    const { acts, stop } = walk({ activityAt: () => idleSince(0), minutes: 70 });
    expect(told(acts)).toEqual([
      '45 Idle for 45m; it is stopped in 5m, unless somebody keeps it.',
      '50 stop: idle for 50m, by the rule "spare-*"',
    ]);
    expect(stop).toEqual({ kind: 'stopped', atMs: 50 * minute, idleSinceMs: 0 });
  });

  it.each([
    ['work', { kind: 'busy', because: 'GPU 0 works at 43%' }],
    ['what is not known', { kind: 'unknown', because: 'it sends no figures' }],
  ] as const)('is called off by %s, and begins anew', (_what, activity) => {
    const { acts } = walk({
      activityAt: (at) => (at < 48 ? idleSince(0) : at === 48 ? activity : idleSince(49)),
      minutes: 95,
    });
    expect(told(acts)).toEqual([
      '45 Idle for 45m; it is stopped in 5m, unless somebody keeps it.',
      `48 It is not stopped: ${activity.because}.`,
      '94 Idle for 45m; it is stopped in 5m, unless somebody keeps it.',
    ]);
  });

  it('is called off where the console lost sight of it for a moment: the idle time began anew', () => {
    const { acts } = walk({ activityAt: (at) => idleSince(at < 48 ? 0 : 48), minutes: 60 });
    expect(acts.filter(([, { kind }]) => kind === 'stop')).toEqual([]);
  });

  it('leaves a kept pod alone for as long as this idle time lasts, and no longer', () => {
    const { acts, stop } = walk({
      activityAt: (at) =>
        at < 200 ? idleSince(0) : at === 200 ? { kind: 'busy', because: 'it works' } : idleSince(201),
      keptAt: [46],
      minutes: 260,
    });
    expect(told(acts)).toEqual([
      '45 Idle for 45m; it is stopped in 5m, unless somebody keeps it.',
      '246 Idle for 45m; it is stopped in 5m, unless somebody keeps it.',
      '251 stop: idle for 50m, by the rule "spare-*"',
    ]);
    expect(stop?.kind).toBe('stopped');
  });

  it.each([
    ['a locked pod', { pod: { locked: true } }, 'it is locked'],
    ['any pod where the settings say read-only', { readOnly: true }, 'the settings say read-only'],
  ])('never stops %s, and says so once', (_what, more, reason) => {
    const { acts } = walk({ ...more, activityAt: () => idleSince(0), minutes: 120 });
    expect(told(acts)).toEqual([`45 Idle for 45m; it is not stopped: ${reason}.`]);
  });

  it('has nothing to do with pods of other names, nor with hosts', () => {
    const other = { activityAt: () => idleSince(0), minutes: 120 };
    expect(walk({ ...other, pod: { name: 'train-1' } }).acts).toEqual([]);
    expect(walk({ ...other, pod: { provider: 'ssh' } }).acts).toEqual([]);
  });
});

describe('other rules', () => {
  it('remind once', () => {
    const { acts } = walk({
      rule: { ...stopRule, act: 'remind' },
      activityAt: () => idleSince(0),
      minutes: 120,
    });
    expect(told(acts)).toEqual(['45 Idle for 45m; the rule "spare-*" reminds of it.']);
  });

  it('ask and wait, however long', () => {
    const asking = walk({ rule: { ...stopRule, act: 'ask' }, activityAt: () => idleSince(0), minutes: 600 });
    expect(told(asking.acts)).toEqual(['45 Idle for 45m. Stop it, or keep it?']);
    expect(asking.stop?.kind).toBe('asking');
  });
});

describe('ruleOf', () => {
  it.each([
    ['spare-*', 'spare-1', true],
    ['spare-*', 'my-spare-1', false],
    ['*', 'anything', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['a*a', 'a', false],
    ['exact', 'exact', true],
    ['ex.ct', 'exact', false],
    ['*-gpu', 'h100-gpu', true],
    ['a*bc*c', 'abc', false],
  ])('%s on %s: %s', (pods, name, fits) => {
    expect(ruleOf([{ ...stopRule, pods }], name) !== null).toBe(fits);
  });

  it('takes the first that fits', () => {
    const rules = [{ ...stopRule, pods: 'spare-1' }, stopRule];
    expect(ruleOf(rules, 'spare-1')).toBe(rules[0]);
    expect(ruleOf(rules, 'spare-2')).toBe(stopRule);
  });
});
