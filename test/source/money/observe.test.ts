/** What a console sees of an idle pod's money, second by second. */
import { describe, expect, it } from 'vitest';
import type { SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import { usualIdleLimits } from '../../../pod-agent/protocol/idleness.ts';
import type { Fleet, PodEntry } from '../../../source/fleet/fleet.ts';
import { nothingObserved, type Observed, observe } from '../../../source/money/observe.ts';
import { observedOf, seenToday } from '../../../source/money/seen-days.ts';
import { makeCard, makeEntry, makeFleet, makePod, makeSample, makeTelemetry } from '../fleet/make.ts';

const begin = Date.UTC(2026, 10, 25, 22);
const second = 1000;

const idleFigures: Partial<SampleFrame> = {
  cpu: { scope: 'container', usedPercent: 1, usedCores: 0.1, limitCores: 16, throttledPercent: 0 },
  network: { scope: 'container', interfaces: [], receivedBytesPerSecond: 100, sentBytesPerSecond: 900 },
  sessions: { sshConnectionCount: 1, terminalCount: 0 },
};
const stillCard = makeCard({ utilizationPercent: 0 });

function entryAt(atMs: number, more: Partial<PodEntry> = {}, figures: Partial<SampleFrame> = {}): PodEntry {
  return makeEntry({
    pod: makePod({ gpuCount: 1, costPerHourDollars: 3.6 }),
    podAtMs: atMs,
    sample: {
      frame: makeSample({ ...idleFigures, ...figures }, [figures.gpu?.cards[0] ?? stillCard]),
      receivedAtMs: atMs,
    },
    ...more,
  });
}

function watch(
  seconds: number,
  options: {
    readonly from?: Observed;
    readonly startMs?: number;
    readonly entryOf?: (atMs: number) => PodEntry;
    readonly attendedBy?: (podId: string) => string | null;
  } = {},
): Observed {
  const { from = nothingObserved, startMs = begin, entryOf = entryAt, attendedBy = () => null } = options;
  let observed = from;
  for (let at = 0; at <= seconds; at++) {
    const nowMs = startMs + at * second;
    const fleet: Fleet = makeFleet([entryOf(nowMs)]);
    observed = observe(observed, fleet, { nowMs, limits: usualIdleLimits, attendedBy });
  }
  return observed;
}

const podOf = ({ pods }: Observed) => pods.get('pod1');

describe('observe', () => {
  it('adds up what an idle pod wastes: 100 s at $3.60 an hour are ten cents', () => {
    const pod = podOf(watch(100));
    expect(pod?.activity).toMatchObject({ kind: 'idle', sinceMs: begin });
    expect(pod?.today?.spentDollars).toBeCloseTo(0.1, 9);
    expect(pod?.today?.wastedDollars).toBeCloseTo(0.1, 9);
    expect(pod?.activity.kind === 'idle' && pod.activity.dollars).toBeCloseTo(0.1, 9);
    expect(pod?.today).toMatchObject({ idleMs: 100_000, seenMs: 100_000, untoldMs: 0 });
  });

  it('takes no pod for idle on the word of RunPod alone', () => {
    const telemetry = makeTelemetry({ gpuPercent: 0, cpuPercent: 0 });
    const pod = makePod({ gpuCount: 1, costPerHourDollars: 3.6, telemetry });
    const entryOf = (podAtMs: number) => makeEntry({ pod, podAtMs, sample: null });
    const seen = podOf(watch(100, { entryOf }));
    expect(seen?.activity).toEqual({ kind: 'unknown', because: expect.stringMatching(/RunPod’s alone/) });
    expect(seen?.today).toMatchObject({ wastedDollars: 0, idleMs: 0, untoldMs: 100_000 });
  });

  it('counts no waste while nobody can tell, and says for how long that was', () => {
    const entryOf = (atMs: number) =>
      entryAt(atMs, {}, { sessions: { sshConnectionCount: null, terminalCount: 0 } });
    const pod = podOf(watch(100, { entryOf }));
    expect(pod?.activity).toEqual({
      kind: 'unknown',
      because: 'nobody can tell whether somebody is logged in',
    });
    expect(pod?.today).toMatchObject({ wastedDollars: 0, idleMs: 0, untoldMs: 100_000 });
  });

  it.each([
    [
      'a second SSH connection',
      { sessions: { sshConnectionCount: 2, terminalCount: 0 } },
      '1 other SSH connection',
    ],
    ['a terminal', { sessions: { sshConnectionCount: 1, terminalCount: 1 } }, '1 terminal is in use'],
    [
      'a transfer',
      {
        network: { scope: 'container', interfaces: [], receivedBytesPerSecond: 9e5, sentBytesPerSecond: 2e5 },
      },
      'it transfers 1.1 MB/s',
    ],
    [
      'a busy process',
      { cpu: { scope: 'container', usedPercent: 5, usedCores: 1, limitCores: 16, throttledPercent: 0 } },
      'its CPUs work at 5%',
    ],
  ] as const)('takes %s for work', (_what, figures, because) => {
    const entryOf = (atMs: number) => entryAt(atMs, {}, figures as Partial<SampleFrame>);
    expect(podOf(watch(3, { entryOf }))?.activity).toEqual({ kind: 'busy', because });
  });

  it('knows that a connection of its own that is not seen hides others', () => {
    const entryOf = (atMs: number) =>
      entryAt(atMs, {}, { sessions: { sshConnectionCount: 0, terminalCount: 0 } });
    expect(podOf(watch(3, { entryOf }))?.activity).toMatchObject({ kind: 'unknown' });
  });

  it('takes the terminal of RunPod’s proxy, by which it is watched, for its own', () => {
    const link = { kind: 'live', sinceMs: begin, via: 'probe', over: 'pty' } as const;
    const seenBy = (terminalCount: number) =>
      podOf(
        watch(3, {
          entryOf: (atMs) => entryAt(atMs, { link }, { sessions: { sshConnectionCount: 0, terminalCount } }),
        }),
      )?.activity.kind;
    expect([seenBy(1), seenBy(2)]).toEqual(['idle', 'busy']);
  });

  it.each([
    [1, 'idle'],
    [2, 'idle'],
    [3, 'idle'],
    [4, 'busy'],
  ])('knows its own connections: of %i that are seen it is %s', (sshConnectionCount, kind) => {
    const own = { connectionsAtLeast: 0, connectionsAtMost: 2, terminals: 0 };
    const entry = entryAt(begin, {}, { sessions: { sshConnectionCount, terminalCount: 0 } });
    const about = { nowMs: begin, limits: usualIdleLimits, attendedBy: () => null, ownSessions: () => own };
    expect(podOf(observe(nothingObserved, makeFleet([entry]), about))?.activity.kind).toBe(kind);
  });

  it('takes what this console does there for work', () => {
    const attendedBy = () => 'a job runs on it';
    expect(podOf(watch(3, { attendedBy }))?.activity).toEqual({ kind: 'busy', because: 'a job runs on it' });
  });

  it('begins an idle time anew after a gap, and counts nothing of the gap', () => {
    const before = watch(100);
    const after = podOf(watch(10, { from: before, startMs: begin + 3_600_000 / 2 }));
    expect(after?.activity).toMatchObject({ kind: 'idle', sinceMs: begin + 1_800_000 });
    expect(after?.today?.seenMs).toBe(110_000);
    expect(after?.today?.spentDollars).toBeCloseTo(0.11, 9);
  });

  it('does not believe an old list: what was listed two minutes ago may have stopped', () => {
    const entryOf = (atMs: number) => entryAt(atMs, { podAtMs: begin - 120_000 });
    const pod = podOf(watch(10, { entryOf }));
    expect(pod?.activity.kind).toBe('unknown');
    expect(pod?.today).toMatchObject({ spentDollars: null, seenMs: 0 });
  });

  it('begins a new day at midnight UTC, and goes on with the month', () => {
    const late = watch(60, { startMs: Date.UTC(2026, 10, 25, 23, 59, 30) });
    const pod = podOf(late);
    expect(pod?.today?.seenMs).toBeLessThanOrEqual(31_000);
    expect(pod?.month?.seenMs).toBe(60_000);
    expect(podOf(watch(1, { startMs: Date.UTC(2026, 10, 30, 23, 59, 59) }))?.month?.seenMs).toBeLessThan(
      2000,
    );
  });

  it('remembers since when a pod has been stopped', () => {
    const entryOf = (atMs: number) =>
      entryAt(atMs, { pod: makePod({ state: { kind: 'stopped', by: 'user' } }), sample: null });
    const pod = podOf(watch(10, { entryOf }));
    expect(pod).toMatchObject({ activity: { kind: 'off' }, stoppedSinceMs: begin });
  });

  it('goes on from what was kept on disk', () => {
    const day = seenToday(watch(100));
    const later = begin + 3_600_000;
    const resumed = observedOf(new Map([['2026-11-25', day]]), later);
    const pod = podOf(watch(100, { from: resumed, startMs: later }));
    expect(pod?.today?.spentDollars).toBeCloseTo(0.2, 9);
    expect(pod?.today?.fromMs).toBe(begin);
    expect(pod?.activity).toMatchObject({ kind: 'idle', sinceMs: later });
  });
});
