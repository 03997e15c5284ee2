/** The bill: days with a known answer, what is used from now on, and what is left of the balance. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, plant } from '../asking.ts';
import { quickTimings } from '../cloud/renting.ts';
import { createStillClock, type StillClock } from '../still-clock.ts';
import { idOf, rest, wanted } from './resting.ts';

/** It stands at 2026-11-23 12:00 until it is moved. */
let clock: StillClock;
let simulation: Simulation;

beforeEach(async () => {
  clock = createStillClock();
  simulation = await startSimulation({ pods: 0, seed: 7, port: 0, clock, timings: quickTimings });
});
afterEach(() => simulation.stop());

type BillRow = Readonly<Record<string, string & number>>;

async function bill(
  path: string,
): Promise<{ readonly records: readonly BillRow[]; readonly totals: BillRow }> {
  const { body } = await rest(simulation, path);
  const { totals } = body.metadata as { readonly totals: BillRow };
  return { records: body.records as readonly BillRow[], totals };
}

const hour = 3600;
/** An L40S with 20 GB of container disk and 10 GB of volume. */
const body = wanted({ mounts: { persistent: { size: 10, path: '/data' } } });
const card = 0.86;
const runningDisk = (30 * 0.1) / 730;
const stoppedDisk = (10 * 0.2) / 730;

describe('a day that a test has written', () => {
  const entries = [
    {
      podId: 'a',
      from: '2026-11-22T00:00:00Z',
      until: '2026-11-22T10:00:00Z',
      gpuDollars: 10,
      diskDollars: 1,
    },
    { podId: 'b', from: '2026-11-22T09:30:00Z', until: '2026-11-22T10:30:00Z', gpuDollars: 4 },
    { networkVolumeId: 'v', from: '2026-11-21T00:00:00Z', until: '2026-11-23T00:00:00Z', diskDollars: 4.8 },
  ];

  it('has the answer that it was written with, by day and by hour', async () => {
    await plant(simulation, { action: 'set-ledger', entries });
    const day = await bill('/billing?startTime=2026-11-22T00:00:00Z&endTime=2026-11-23T00:00:00Z');
    expect(day.records).toEqual([
      expect.objectContaining({
        startTime: '2026-11-22T00:00:00Z',
        endTime: '2026-11-23T00:00:00Z',
        totalAmount: 17.4,
        podGpuAmount: 14,
        podDiskAmount: 1,
        storageStandardAmount: 2.4,
      }),
    ]);
    const hours = await bill(
      '/billing/pods?bucketSize=hour&startTime=2026-11-22T09:00:00Z&endTime=2026-11-22T11:00:00Z',
    );
    expect(hours.records.map(({ startTime, podId, totalAmount }) => [startTime, podId, totalAmount])).toEqual(
      [
        ['2026-11-22T09:00:00Z', 'a', 1.1],
        ['2026-11-22T09:00:00Z', 'b', 2],
        ['2026-11-22T10:00:00Z', 'b', 2],
      ],
    );
    const volume = await bill('/billing/network-volumes?networkVolumeId=v');
    expect(volume.totals).toEqual({ totalAmount: 4.8, standardAmount: 4.8, highPerformanceAmount: 0 });
    expect((await bill('/billing/pods?podId=nobodys')).totals.totalAmount).toBe(0);
  });

  it('snaps a window to whole buckets, and counts the last ones from the one that goes on', async () => {
    await plant(simulation, { action: 'set-ledger', entries });
    const windowOf = async (query: string) => {
      const { metadata } = (await rest(simulation, `/billing?${query}`)).body;
      return (metadata as { readonly query: unknown }).query;
    };
    expect(
      await windowOf('startTime=2026-11-22T09:41:00Z&endTime=2026-11-22T12:01:00Z&bucketSize=hour'),
    ).toEqual({
      startTime: '2026-11-22T09:00:00Z',
      endTime: '2026-11-22T13:00:00Z',
      bucketSize: 'hour',
    });
    expect(await windowOf('lastN=2')).toMatchObject({
      startTime: '2026-11-22T00:00:00Z',
      endTime: '2026-11-24T00:00:00Z',
    });
    expect(await windowOf('')).toMatchObject({
      startTime: '2026-10-24T00:00:00Z',
      endTime: '2026-11-24T00:00:00Z',
    });
    expect((await rest(simulation, '/billing?startTime=2027-01-01T00:00:00Z')).status).toBe(400);
  });

  it('is refused where it makes no sense', async () => {
    const wrong = [
      { podId: 'a', networkVolumeId: 'v', from: '2026-11-22T00:00:00Z', until: '2026-11-23T00:00:00Z' },
    ];
    await expect(plant(simulation, { action: 'set-ledger', entries: wrong })).rejects.toThrow(
      'Each entry is of one',
    );
    await expect(plant(simulation, { action: 'set-ledger' })).rejects.toThrow('entries');
  });
});

describe('what is used', () => {
  it('is charged while it is used, the disk also while the pod stands, and comes off the balance', async () => {
    const id = idOf(await rest(simulation, '/pods', { method: 'POST', body }));
    clock.moveTo(2 * hour);
    await rest(simulation, `/pods/${id}/action`, { method: 'POST', body: { action: 'stop' } });
    clock.moveTo(5 * hour);
    const { totals } = await bill(`/billing/pods?podId=${id}`);
    expect(totals.gpuAmount).toBeCloseTo(2 * card, 6);
    expect(totals.diskAmount).toBeCloseTo(2 * runningDisk + 3 * stoppedDisk, 6);
    const { myself } = await ask(
      simulation,
      '{myself{clientBalance currentSpendPerHr spendDetails{localStoragePerHour gpuComputePerHour}}}',
    );
    expect(myself).toMatchObject({
      clientBalance: expect.closeTo(435.85 - 2 * card - 2 * runningDisk - 3 * stoppedDisk, 4),
      spendDetails: { gpuComputePerHour: 0, localStoragePerHour: expect.closeTo(stoppedDisk, 6) },
    });
    await rest(simulation, `/pods/${id}`, { method: 'DELETE' });
    clock.moveTo(50 * hour);
    expect((await bill(`/billing/pods?podId=${id}`)).totals.totalAmount).toBeCloseTo(
      totals.totalAmount ?? 0,
      6,
    );
  });

  it('is charged for a time that is only let go by', async () => {
    const id = idOf(await rest(simulation, '/pods', { method: 'POST', body }));
    await plant(simulation, { action: 'advance-billing', seconds: 24 * hour });
    expect((await bill(`/billing/pods?podId=${id}`)).totals.gpuAmount).toBeCloseTo(24 * card, 6);
    await plant(simulation, { action: 'usual-ledger' });
    expect((await bill(`/billing/pods?podId=${id}`)).totals.gpuAmount).toBe(0);
  });

  it('of a network volume goes on without any pod, by its size', async () => {
    const made = await rest(simulation, '/network-volumes', {
      method: 'POST',
      body: { name: 'v', size: 100, dataCenter: 'EU-RO-1' },
    });
    clock.moveTo(10 * hour);
    await rest(simulation, `/network-volumes/${idOf(made)}`, { method: 'PATCH', body: { size: 200 } });
    clock.moveTo(20 * hour);
    const { totals } = await bill(`/billing/network-volumes?networkVolumeId=${idOf(made)}`);
    expect(totals.standardAmount).toBeCloseTo(((10 * 100 + 10 * 200) * 0.07) / 730, 6);
  });
});

describe('credit that is used up', () => {
  it('stops pods with a network volume, and ends the others', async () => {
    const volume = await rest(simulation, '/network-volumes', {
      method: 'POST',
      body: { name: 'v', size: 20, dataCenter: 'EU-RO-1' },
    });
    const network = [{ volumeId: idOf(volume), path: '/w' }];
    const kept = idOf(
      await rest(simulation, '/pods', {
        method: 'POST',
        body: wanted({ mounts: { network }, dataCenterIds: ['EU-RO-1'] }),
      }),
    );
    const lost = idOf(await rest(simulation, '/pods', { method: 'POST', body }));
    await plant(simulation, { action: 'end-credit' });
    const { pod } = await ask(simulation, `{pod(input:{podId:"${kept}"}){desiredStatus lastStatusChange}}`);
    expect(pod).toMatchObject({
      desiredStatus: 'EXITED',
      lastStatusChange: expect.stringMatching(/^Exited by RunPod: Insufficient balance/),
    });
    expect((await rest(simulation, `/pods/${lost}`)).status).toBe(404);
    expect((await rest(simulation, `/network-volumes/${idOf(volume)}`, { method: 'DELETE' })).status).toBe(
      400,
    );
  });
});

describe('the cast', () => {
  it('has a bill from the making of its pods, which adds up, and some of pods that are no more', async () => {
    const cast = await startSimulation({ pods: 12, seed: 7, port: 0, light: true });
    const { body: pods } = await rest(cast, '/billing/pods?bucketSize=hour&lastN=744');
    const { body: all } = await rest(cast, '/billing?bucketSize=month&lastN=3');
    await cast.stop();
    const records = pods.records as readonly BillRow[];
    const billed = new Set(records.map(({ podId }) => podId));
    for (const { id } of cast.pods) expect(billed).toContain(id);
    expect(billed.size).toBe(15);
    const { totals } = all.metadata as { readonly totals: BillRow };
    const sum = records.reduce((total, { totalAmount = 0 }) => total + totalAmount, 0);
    expect(sum).toBeCloseTo((totals.podGpuAmount ?? 0) + (totals.podDiskAmount ?? 0), 1);
  });
});
