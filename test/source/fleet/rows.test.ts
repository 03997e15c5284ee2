import { expect, test } from 'vitest';
import { countsOf, podRow, rowsOf, shortGpuName } from '../../../source/fleet/questions.ts';
import { makeCard, makeEntry, makeFleet, makePod, makeSample, nowMs } from './make.ts';

const busy = makeEntry({ pod: makePod({ id: 'a', name: 'busy' }) });
const broken = makeEntry({
  pod: makePod({ id: 'b', name: 'broken' }),
  sample: {
    frame: makeSample({}, [makeCard({ status: 'lost', utilizationPercent: null })]),
    receivedAtMs: nowMs,
  },
});
const stopped = makeEntry({
  pod: makePod({ id: 'c', name: 'asleep', state: { kind: 'stopped', by: 'user' } }),
});
const fleet = makeFleet([stopped, busy, broken]);
const names = (sort: Parameters<typeof rowsOf>[0]['sort']): string[] =>
  rowsOf({ fleet, filter: null, sort, nowMs }).map((row) => row.name);

test('worst first, stopped last', () => {
  expect(names({ key: 'health', reversed: false })).toEqual(['broken', 'busy', 'asleep']);
});

test('unknown figures stand last, whichever way round', () => {
  expect(names({ key: 'util', reversed: false })).toEqual(['busy', 'asleep', 'broken']);
  expect(names({ key: 'temp', reversed: false }).at(-1)).toBe('asleep');
  expect(names({ key: 'temp', reversed: true }).at(-1)).toBe('asleep');
});

test('a stopped pod shows no figures and bills its volume', () => {
  const row = podRow(stopped, nowMs);
  expect(row.gpuPercent).toBeNull();
  expect(row.costPerHourDollars).toBeCloseTo((100 * 0.2) / 730);
});

test('counts by condition', () => {
  const counts = countsOf(rowsOf({ fleet, filter: null, sort: { key: 'name', reversed: false }, nowMs }));
  expect(counts).toMatchObject({ fail: 1, running: 1, stopped: 1, warn: 0 });
});

test.each([
  ['NVIDIA H100 80GB HBM3', 'H100'],
  ['NVIDIA GeForce RTX 4090', '4090'],
  ['H100 SXM', 'H100'],
  ['AMD Instinct MI300X OAM', 'MI300X'],
  ['RTX A6000', 'RTX A6000'],
  ['NVIDIA L40S', 'L40S'],
])('short name of %s', (name, short) => {
  expect(shortGpuName(name)).toBe(short);
});
