import { describe, expect, test } from 'vitest';
import type { PodEntry } from '../../../source/fleet/fleet.ts';
import { conditionOf, signsOf } from '../../../source/fleet/questions.ts';
import { makeCard, makeEntry, makePod, makeSample, nowMs } from './make.ts';

const withCards = (...cards: Parameters<typeof makeCard>[0][]): PodEntry =>
  makeEntry({
    sample: {
      frame: makeSample(
        {},
        cards.map((card, index) => makeCard({ index, ...card })),
      ),
      receivedAtMs: nowMs,
    },
  });

const rows: [string, PodEntry, string, string][] = [
  ['a live pod without a report is running, not ok', makeEntry(), 'running', 'running'],
  [
    'old figures are stale, however good they were',
    makeEntry({ sample: { frame: makeSample(), receivedAtMs: nowMs - 240_000 } }),
    'lost',
    'stale 4m',
  ],
  [
    'a lost link outranks the last figures',
    {
      ...withCards({ status: 'lost' }),
      link: { kind: 'lost', sinceMs: nowMs, reason: 'timeout', attempt: 1, retryAtMs: null },
    },
    'lost',
    'lost 0s',
  ],
  [
    'no container yet',
    makeEntry({ pod: makePod({ state: { kind: 'initialising' } }) }),
    'booting',
    'starting',
  ],
  ['outbid', makeEntry({ pod: makePod({ state: { kind: 'stopped', by: 'outbid' } }) }), 'stopped', 'outbid'],
  [
    'a card that the driver lost',
    withCards({}, { status: 'lost', statusText: 'GPU is lost' }),
    'fail',
    'GPU lost',
  ],
  ['hardware throttling', withCards({ throttleReasons: ['hardware-thermal'] }), 'warn', 'g0 hot'],
  [
    'a power cap at full load is normal',
    withCards({ throttleReasons: ['software-power-cap'] }),
    'running',
    'running',
  ],
  ['one idle card among busy peers', withCards({}, {}, { utilizationPercent: 2 }, {}), 'warn', 'g2 slow'],
  [
    'idle and billing',
    { ...withCards({ utilizationPercent: 0 }), idleSinceMs: nowMs - 3 * 3_600_000 },
    'idle',
    'idle 3h',
  ],
  [
    'a pause is not idleness',
    { ...withCards({ utilizationPercent: 0 }), idleSinceMs: nowMs - 5_000 },
    'running',
    'running',
  ],
  [
    'no public SSH port',
    makeEntry({ sample: null, link: { kind: 'none', reason: 'port 22 is not public' } }),
    'lost',
    'no ssh',
  ],
  ['asked to stop', makeEntry({ pending: { action: 'stop', sinceMs: nowMs } }), 'booting', 'stopping…'],
];

test.each(rows)('%s', (_, entry, kind, word) => {
  const condition = conditionOf(entry, nowMs);
  expect({ kind: condition.kind, word: condition.word }).toEqual({ kind, word });
});

test('fewer cards than are paid for is a failure that names both numbers', () => {
  const frame = makeSample();
  const gpu = frame.gpu === undefined ? undefined : { ...frame.gpu, expectedCount: 8 };
  const entry = makeEntry({
    sample: { frame: { ...frame, ...(gpu === undefined ? {} : { gpu }) }, receivedAtMs: nowMs },
  });
  expect(conditionOf(entry, nowMs)).toMatchObject({ kind: 'fail', word: 'GPU 1/8' });
});

const report = (status: 'ok' | 'fail' | 'unknown', receivedAtMs: number): PodEntry =>
  makeEntry({
    health: {
      source: 'monitor',
      receivedAtMs,
      report: {
        schema: 1,
        atMs: nowMs,
        sequence: 1,
        periodMs: 30_000,
        nextAtMs: nowMs + 30_000,
        tookMs: 2,
        status,
        checks: [{ id: 'app', status, summary: 'the application', value: null, unit: null, tookMs: 1 }],
        alerts: [],
        agent: { cpuPercent: 0, residentBytes: 0 },
      },
    },
  });

test.each([
  ['a failing report', report('fail', nowMs), 'fail', 'app fails'],
  [
    'the same report ten minutes later: unknown, never green',
    report('fail', nowMs - 600_000),
    'lost',
    'health ?',
  ],
  ['a good report ten minutes later', report('ok', nowMs - 600_000), 'lost', 'health ?'],
  ['a report that could not tell', report('unknown', nowMs), 'lost', 'health ?'],
  ['a good report', report('ok', nowMs), 'running', 'ok'],
])('%s', (_, entry, kind, word) => {
  expect(conditionOf(entry, nowMs)).toMatchObject({ kind, word });
});

describe('a container that has just started', () => {
  const lost = { kind: 'lost', sinceMs: nowMs, reason: 'refused', attempt: 1, retryAtMs: null } as const;
  const young = makePod({ startedAtMs: nowMs - 7_000 });
  const connecting = { kind: 'connecting', sinceMs: nowMs, attempt: 2 } as const;

  test.each([
    ['sshd does not listen yet', lost, 'no ssh yet'],
    ['no port is published yet', { kind: 'none', reason: 'no port yet' } as const, 'starting'],
    ['it is tried again', connecting, 'starting'],
  ])('is booting while %s', (_, link, word) => {
    const entry = makeEntry({ pod: young, sample: null, link });
    expect(conditionOf(entry, nowMs)).toMatchObject({ kind: 'booting', word });
    const anew = makeEntry({ sample: null, link, containerSinceMs: nowMs - 7_000 });
    expect(conditionOf(anew, nowMs)).toMatchObject({ kind: 'booting', word });
    expect(signsOf(entry, nowMs).some(({ rule }) => rule.reportAfterMs !== null)).toBe(false);
  });

  test('is lost when two minutes have passed, or when it was heard before', () => {
    const entry = makeEntry({ pod: young, sample: null, link: lost });
    expect(conditionOf(entry, nowMs + 120_000)).toMatchObject({ kind: 'lost', word: 'no answer' });
    expect(conditionOf({ ...entry, link: connecting }, nowMs + 120_000)).toMatchObject({ kind: 'lost' });
    expect(conditionOf(makeEntry({ pod: young, link: lost }), nowMs)).toMatchObject({ kind: 'lost' });
  });

  test('says at once when its key is refused', () => {
    const link = { kind: 'refused', sinceMs: nowMs, reason: 'no key fits.', hint: 'Add yours.' } as const;
    expect(conditionOf(makeEntry({ pod: young, sample: null, link }), nowMs).word).toBe('refused');
  });
});

test.each([true, false])('a first sample without the cards is not ok by an older report', (hasMemory) => {
  const { cpu: _, memory, gpu: __, ...rest } = makeSample();
  const empty = hasMemory && memory !== undefined ? { ...rest, memory } : rest;
  const entry = {
    ...report('ok', nowMs),
    link: { kind: 'live', sinceMs: nowMs - 500, via: 'agent' } as const,
    sample: { frame: empty, receivedAtMs: nowMs },
  };
  expect(conditionOf(entry, nowMs)).toMatchObject({ kind: 'booting', word: 'first…' });
  expect(conditionOf(entry, nowMs + 5_000).kind).not.toBe('booting');
});
