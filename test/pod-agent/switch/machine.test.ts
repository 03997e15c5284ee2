/** The switch by a simulated clock: every line is a look, and says what is done. */
import { describe, expect, it } from 'vitest';
import type { Idleness } from '../../../pod-agent/protocol/idleness.ts';
import {
  type SwitchAct,
  type SwitchRules,
  type SwitchState,
  shownSwitch,
  stepSwitch,
  switchAtRest,
} from '../../../pod-agent/switch/machine.ts';

const minute = 60_000;
const idle: Idleness = { kind: 'idle' };
const busy: Idleness = { kind: 'busy', because: 'GPU 0 works at 43%' };
const unknown: Idleness = { kind: 'unknown', because: 'nobody can tell whether somebody is logged in' };
const idleRules: SwitchRules = { idleStopMs: 30 * minute, timeToLiveMs: null, graceMs: 5 * minute };

type Look = readonly [atMinutes: number, idleness: Idleness, keptUntilMinutes?: number];

function walk(rules: SwitchRules, looks: readonly Look[]) {
  let state: SwitchState = switchAtRest;
  const acts: (readonly [number, SwitchAct])[] = [];
  for (const [at, idleness, kept] of looks) {
    const keptUntilMs = kept === undefined ? null : kept * minute;
    const stepped = stepSwitch(state, rules, { idleness, nowMs: at * minute, beganMs: 0, keptUntilMs });
    state = stepped.state;
    if (stepped.act !== null) acts.push([at, stepped.act]);
  }
  return { state, acts };
}

const kinds = (acts: readonly (readonly [number, SwitchAct])[]) =>
  acts.map(([at, act]) => `${at} ${act.kind}${'why' in act ? ` ${act.why}` : ''}`);

describe('stepSwitch', () => {
  it('warns when the time is over, and stops after the grace', () => {
    const { acts } = walk(idleRules, [
      [1, idle],
      [30, idle],
      [31, idle],
      [35, idle],
      [36, idle],
    ]);
    expect(kinds(acts)).toEqual(['31 warn idle', '36 stop idle']);
    expect(acts[0]?.[1]).toMatchObject({ firesAtMs: 36 * minute });
  });

  it.each([
    ['work', busy, 'GPU 0 works at 43%'],
    ['what is not known', unknown, 'nobody can tell whether somebody is logged in'],
  ])('is called off by %s, and begins anew', (_what, idleness, because) => {
    const { acts } = walk(idleRules, [
      [0, idle],
      [30, idle],
      [32, idleness],
      [33, idle],
      [62, idle],
      [63, idle],
    ]);
    expect(kinds(acts)).toEqual(['30 warn idle', '32 call-off', '63 warn idle']);
    expect(acts[1]?.[1]).toEqual({ kind: 'call-off', because });
  });

  it('never fires while it cannot tell', () => {
    expect(
      walk(
        idleRules,
        [0, 30, 60, 600].map((at): Look => [at, unknown]),
      ).acts,
    ).toEqual([]);
  });

  it('is put off by whoever keeps the pod, also in its grace', () => {
    const { acts } = walk(idleRules, [
      [0, idle],
      [30, idle],
      [31, idle, 120],
      [119, idle, 120],
      [120, idle, 120],
      [125, idle, 120],
    ]);
    expect(kinds(acts)).toEqual(['30 warn idle', '31 call-off', '120 warn idle', '125 stop idle']);
    expect(acts[1]?.[1]).toEqual({ kind: 'call-off', because: 'somebody keeps it' });
  });

  it('ends a time to live busy or not', () => {
    const rules = { idleStopMs: null, timeToLiveMs: 60 * minute, graceMs: minute };
    const { acts } = walk(rules, [
      [0, busy],
      [59, busy],
      [60, busy],
      [61, busy],
    ]);
    expect(kinds(acts)).toEqual(['60 warn time-to-live', '61 stop time-to-live']);
  });

  it('comes no later for a second reason', () => {
    const rules = { idleStopMs: 30 * minute, timeToLiveMs: 33 * minute, graceMs: 5 * minute };
    const { acts } = walk(rules, [
      [0, idle],
      [30, idle],
      [33, idle],
      [35, idle],
    ]);
    expect(kinds(acts)).toEqual(['30 warn idle', '33 warn time-to-live', '35 stop time-to-live']);
  });

  it('tries again, ever more rarely, where the pod goes on', () => {
    const looks = Array.from({ length: 20 }, (_, at): Look => [30 + at, idle]);
    const { acts } = walk({ ...idleRules, graceMs: 0 }, [[0, idle], ...looks]);
    expect(kinds(acts)).toEqual([
      '30 warn idle',
      '31 stop idle',
      '32 stop idle',
      '34 stop idle',
      '39 stop idle',
      '44 stop idle',
      '49 stop idle',
    ]);
  });
});

describe('shownSwitch', () => {
  it('says when it fires while nobody has been warned yet', () => {
    const { state } = walk(idleRules, [[1, idle]]);
    const looked = { nowMs: 10 * minute, beganMs: 0, keptUntilMs: null, wallOf: (ms: number) => ms + 1000 };
    expect(shownSwitch(state, idleRules, looked)).toMatchObject({
      idleSinceMs: minute + 1000,
      firesAtMs: 36 * minute + 1000,
      why: 'idle',
      because: null,
    });
  });

  it('says why it does not', () => {
    const { state } = walk(idleRules, [[1, busy]]);
    const looked = { nowMs: 10 * minute, beganMs: 0, keptUntilMs: null, wallOf: (ms: number) => ms };
    expect(shownSwitch(state, idleRules, looked)).toMatchObject({
      idleSinceMs: null,
      firesAtMs: null,
      because: 'GPU 0 works at 43%',
    });
  });
});
