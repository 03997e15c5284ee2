import { expect, it } from 'vitest';
import type { SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import type { Observation } from '../../../source/advice/observation.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import { emptyFleet, reduceFleet } from '../../../source/fleet/reduce.ts';
import { createRecorder } from '../../../source/history/recorder.ts';
import { observationsOf } from '../advice/make-observations.ts';
import { makeCard, makePod, makeSample } from '../fleet/make.ts';

const minuteMs = 60_000;
const startMs = 30_000_000 * minuteMs;

function fleetAt(atMs: number, sequence: number, utilizationPercent: number | null): Fleet {
  return reduceFleet(emptyFleet('test', { kind: 'absent' }), [
    { kind: 'pods-listed', provider: 'ssh', atMs, pods: [makePod()] },
    {
      kind: 'frame',
      atMs,
      podId: 'pod1',
      frame: makeSample({ sequence, atMs }, [makeCard({ utilizationPercent })]),
    },
  ]);
}

const answering: NonNullable<SampleFrame['gpu']> = {
  vendor: 'nvidia',
  driverVersion: '590',
  expectedCount: 1,
  cards: [makeCard({ utilizationPercent: 0 })],
  failure: null,
  ageMs: 0,
};

function filesOf(earlier: readonly Observation[]) {
  const appended: Observation[] = [];
  return {
    appended,
    read: async () => earlier,
    append: async (_podId: string, observation: Observation) => void appended.push(observation),
  };
}

it('keeps a minute of each pod when it is over, each sample once', async () => {
  const files = filesOf([]);
  const recorder = createRecorder({ files, onTrouble: () => {} });
  for (const [sequence, share] of [40, 40, 60].entries()) {
    const atMs = startMs + sequence * 1000;
    recorder.look(fleetAt(atMs, sequence, share), atMs);
    recorder.look(fleetAt(atMs, sequence, share), atMs + 500);
  }
  expect(recorder.of('pod1')).toEqual([]);
  recorder.look(fleetAt(startMs + minuteMs, 60, null), startMs + minuteMs);
  const [kept] = recorder.of('pod1');
  expect(kept).toMatchObject({ atMs: startMs, sampleCount: 3, cardCount: 1, busyCardCount: 1 });
  expect(kept?.gpuPercent).toBeCloseTo(46.67, 1);
  await recorder.close();
  // A card that says nothing is not an idle one.
  expect(files.appended.map(({ busyCardCount }) => busyCardCount)).toEqual([1, null]);
});

it.each<[string, SampleFrame['gpu']]>([
  ['is not told of', undefined],
  ['does not answer', { ...answering, cards: [], failure: { code: 'timeout', message: 'no answer' } }],
  ['answered too long ago', { ...answering, ageMs: 61_000 }],
])('counts no card as idle whose driver %s', async (_, gpu) => {
  const files = filesOf([]);
  const recorder = createRecorder({ files, onTrouble: () => {} });
  const { gpu: _known, ...rest } = makeSample({ sequence: 1, atMs: startMs });
  const frame: SampleFrame = gpu === undefined ? rest : { ...rest, gpu };
  recorder.look(
    reduceFleet(fleetAt(startMs, 0, 0), [{ kind: 'frame', atMs: startMs + 1000, podId: 'pod1', frame }]),
    startMs + 1000,
  );
  await recorder.close();
  expect(files.appended).toMatchObject([{ busyCardCount: null, gpuPercent: null, cardCount: null }]);
});

it('counts no sample that is old, and goes on from what was kept earlier', async () => {
  const earlier = observationsOf(2, () => ({}));
  const files = filesOf(earlier);
  const recorder = createRecorder({ files, onTrouble: () => {} });
  recorder.look(fleetAt(startMs, 1, 50), startMs + 30_000);
  await Promise.resolve();
  expect(recorder.of('pod1')).toEqual(earlier);
  await recorder.close();
  expect(files.appended).toEqual([]);
});

it('tells a disk that cannot be written once', async () => {
  const told: string[] = [];
  const files = { read: async () => [], append: () => Promise.reject(new Error('the disk is full')) };
  const recorder = createRecorder({ files, onTrouble: (reason) => void told.push(reason) });
  for (const minute of [0, 1, 2]) {
    const atMs = startMs + minute * minuteMs;
    recorder.look(fleetAt(atMs, minute, 50), atMs);
  }
  await recorder.close();
  expect(told).toEqual(['the disk is full']);
});
