/** RunPod's own figures: which reading counts, how its age is said, and that the pod's own go before them. */
import { describe, expect, test } from 'vitest';
import {
  betterTelemetry,
  isTelemetryOld,
  type PodTelemetry,
  telemetryAgeText,
} from '../../../source/fleet/pod-telemetry.ts';
import { podRow } from '../../../source/fleet/questions.ts';
import { makeCard, makeEntry, makePod, makeSample, makeTelemetry, nowMs } from './make.ts';

const dated = makeTelemetry();
const undated = makeTelemetry({ source: 'runpod-runtime', measuredAtMs: null });
const old = makeTelemetry({ measuredAtMs: nowMs - 3_600_000 });

describe('of two readings', () => {
  test.each<[string, PodTelemetry | null, PodTelemetry | null, PodTelemetry | null]>([
    ['the one that is there', null, undated, undated],
    ['neither', null, null, null],
    ['what has a time, before what has none', undated, dated, dated],
    ['what has none, before what is old', old, undated, undated],
    ['the later', makeTelemetry({ measuredAtMs: nowMs - 90_000 }), dated, dated],
    [
      'what the host says, before telemetry without a time',
      makeTelemetry({ measuredAtMs: null }),
      undated,
      undated,
    ],
  ])('%s counts, whole', (_, one, other, better) => {
    expect(betterTelemetry(one, other)).toBe(better);
    expect(betterTelemetry(other, one)).toBe(better);
  });
});

test.each([
  [dated, 'by RunPod, 42s ago', false],
  [undated, 'by RunPod, told 2s ago, time of measurement unknown', false],
  [old, 'by RunPod, 60m ago: too old for how it is now', true],
])('the age is said: %#', (telemetry, text, isOld) => {
  expect(telemetryAgeText(telemetry, nowMs)).toBe(text);
  expect(isTelemetryOld(telemetry, nowMs)).toBe(isOld);
});

describe('a row', () => {
  const pod = makePod({ gpuCount: 8, telemetry: dated });
  const noLink = { kind: 'none', reason: 'no public SSH port' } as const;
  const lost = { kind: 'lost', sinceMs: nowMs, reason: 'gone', attempt: 1, retryAtMs: null } as const;

  test('without a sample has the figures of RunPod, never as live ones', () => {
    const row = podRow(makeEntry({ pod, link: noLink, sample: null }), nowMs);
    expect(row).toMatchObject({
      ...{ gpuPercent: 93, gpuMemoryPercent: 71, temperatureCelsius: 66, powerWatts: 8 * 650 },
      ...{ cpuPercent: 12, memoryPercent: 40, diskPercent: null, receivedBytesPerSecond: null },
      ...{ stale: true, ageMs: 42_000, told: dated },
    });
    expect(row.condition.kind).toBe('lost');
  });

  test('has an unknown power where nobody says how many cards there are', () => {
    const entry = makeEntry({ pod: makePod({ gpuCount: null, telemetry: dated }), sample: null });
    expect(podRow(entry, nowMs).powerWatts).toBeNull();
  });

  test.each([
    ['live', { kind: 'live', sinceMs: 0, via: 'agent' } as const],
    ['silent for a moment', { kind: 'stale', sinceMs: 0, via: 'agent' } as const],
  ])('whose link is %s shows what the pod says', (_, link) => {
    const sample = {
      frame: makeSample({}, [makeCard({ utilizationPercent: 7 })]),
      receivedAtMs: nowMs - 60_000,
    };
    expect(podRow(makeEntry({ pod, link, sample }), nowMs)).toMatchObject({ gpuPercent: 7, told: null });
  });

  test('whose link is lost shows whichever is newer', () => {
    const frame = makeSample({}, [makeCard({ utilizationPercent: 7 })]);
    const rowOf = (agoMs: number) =>
      podRow(makeEntry({ pod, link: lost, sample: { frame, receivedAtMs: nowMs - agoMs } }), nowMs);
    expect(rowOf(10_000)).toMatchObject({ gpuPercent: 7, told: null, stale: true });
    expect(rowOf(60_000)).toMatchObject({ gpuPercent: 93, told: dated, stale: true });
  });

  test('of a pod that does not run shows none', () => {
    const entry = makeEntry({ pod: { ...pod, state: { kind: 'stopped', by: 'user' } }, sample: null });
    expect(podRow(entry, nowMs)).toMatchObject({ gpuPercent: null, told: null });
  });

  test('with figures of RunPod alone is not idle, however low they are', () => {
    const quiet = makeTelemetry({ gpuPercent: 0, cpuPercent: 0 });
    const row = podRow(makeEntry({ pod: makePod({ telemetry: quiet }), link: noLink, sample: null }), nowMs);
    expect(row.condition.kind).not.toBe('idle');
  });
});
