/** A pod's log over REST: what its role prints, what its host says, how a reader goes on, and what can go wrong. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { plant } from '../asking.ts';
import { quickTimings } from '../cloud/renting.ts';
import { type LogEvent, type Reading, readLogs } from './reading-logs.ts';
import { idOf, rest, wanted } from './resting.ts';

let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 7, port: 0, light: true, timings: quickTimings });
});
afterAll(() => simulation.stop());

const called = (part: string) => simulation.pods.find(({ name }) => name.includes(part))?.id ?? '';
const some = (count: number) => (events: readonly LogEvent[]) => events.length >= count;
const linesOf = (events: readonly LogEvent[]) => events.map(({ line }) => line);

describe('a log', () => {
  it('comes as events whose names are their times, each its own', async () => {
    const { status, headers, events } = await readLogs(simulation, called('-infer-'), {
      query: 'tail=60',
      isEnough: some(60),
    });
    expect([
      status,
      headers.get('content-type'),
      headers.get('x-accel-buffering'),
      headers.get('cache-control'),
    ]).toEqual([200, 'text/event-stream', 'no', 'no-cache']);
    const ids = events.map(({ id }) => id);
    expect(ids).toEqual(events.map(({ ts }) => ts));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort());
    expect(ids[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it.each([
    ['-train-0', /step \d+\/\d+ \| loss \d/],
    ['-infer-', /"POST \/v1\/\S+ HTTP\/1\.1" 200/],
    ['-api-1', /upstream timed out|Traceback|" (200|503) /],
    ['-etl-', /^\{"level":/],
    ['-render-', /^Fra:\d+/],
    ['-sft-', /extract: /],
    ['-dev-', /ServerApp/],
  ])('of %s shows what it does', async (part, pattern) => {
    const { events } = await readLogs(simulation, called(part), {
      query: 'tail=20&source=container',
      isEnough: some(20),
    });
    expect(linesOf(events).join('\n')).toMatch(pattern);
  });

  it('of a stopped pod ends with how it ended', async () => {
    const { events } = await readLogs(simulation, called('-batch-'), {
      query: 'tail=10',
      isEnough: some(10),
    });
    expect(events.at(-1)).toMatchObject({
      source: 'system',
      line: expect.stringContaining('Exited by user'),
    });
  });

  it('of a pod that is being made tells the pull and the start, as they happen', async () => {
    const id = idOf(await rest(simulation, '/pods', { method: 'POST', body: wanted() }));
    const { events } = await readLogs(simulation, id, {
      isEnough: (all) => linesOf(all).some((line) => line.includes('Pod is ready to use')),
    });
    const system = linesOf(events.filter(({ source }) => source === 'system'));
    expect(system[0]).toBe('create pod network');
    expect(system).toEqual(expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{12} Pull complete$/)]));
    expect(system.at(-1)).toBe('start container for 127.0.0.1:5000/web:1.2.3: done');
    await rest(simulation, `/pods/${id}`, { method: 'DELETE' });
  });

  it('says why an image was not to be had', async () => {
    await plant(simulation, { action: 'fail-pull', image: 'x/missing' });
    const id = idOf(
      await rest(simulation, '/pods', { method: 'POST', body: wanted({ image: 'x/missing:9' }) }),
    );
    const { events } = await readLogs(simulation, id, {
      isEnough: (all) => linesOf(all).some((line) => line.includes('giving up')),
    });
    expect(linesOf(events).at(-1)).toContain('failed to pull image x/missing:9');
    await plant(simulation, { action: 'pull-well' });
  });

  it('ends with its pod', async () => {
    const id = idOf(await rest(simulation, '/pods', { method: 'POST', body: wanted() }));
    const reading = readLogs(simulation, id, { isEnough: () => false });
    await rest(simulation, `/pods/${id}`, { method: 'DELETE' });
    expect((await reading).ended).toBe(true);
  });
});

describe('where a reader begins', () => {
  it('with as many lines of before as it wants, of one source or both', async () => {
    const id = called('-infer-');
    const askedAtMs = Date.now();
    const none = await readLogs(simulation, id, { query: 'tail=0', isEnough: some(1) });
    expect(Date.parse(none.events[0]?.ts ?? '')).toBeGreaterThan(askedAtMs - 2000);
    expect((await rest(simulation, `/pods/${id}/logs?tail=5001`)).status).toBe(422);
    expect((await rest(simulation, `/pods/${id}/logs?source=kernel`)).status).toBe(422);
    expect((await rest(simulation, `/pods/${id}/logs?since=lately`)).status).toBe(422);
  });

  it('goes on after the line of its cursor, which comes before all else', async () => {
    const id = called('-train-0');
    const { events } = await readLogs(simulation, id, { query: 'tail=9', isEnough: some(9) });
    const [first, second] = events;
    const again = await readLogs(simulation, id, {
      query: `tail=1&since=${encodeURIComponent('2020-01-01T00:00:00Z')}`,
      headers: { 'last-event-id': first?.id ?? '' },
      isEnough: some(8),
    });
    expect(again.events[0]).toEqual(second);
    expect(linesOf(again.events).slice(0, 8)).toEqual(linesOf(events).slice(1, 9));
    const since = await readLogs(simulation, id, {
      query: `since=${encodeURIComponent(second?.ts ?? '')}`,
      isEnough: some(8),
    });
    expect(since.events[0]).toEqual(second);
  });

  it('is shown no more than 20,000 lines', async () => {
    const { events } = await readLogs(simulation, called('-infer-'), {
      query: `since=${encodeURIComponent('2020-01-01T00:00:00Z')}`,
      isEnough: some(20_000),
    });
    expect(events.length).toBeLessThan(20_100);
  });
});

describe('faults', () => {
  it('a flood, of which nothing is lost and nothing told twice', async () => {
    const podId = called('-dev-');
    const reading = readLogs(simulation, podId, {
      query: 'tail=0',
      isEnough: (all) => numbers(all).length > 3000,
    });
    await plant(simulation, { action: 'flood-logs', podId, linesPerSecond: 5000, seconds: 5 });
    const told = numbers((await reading).events);
    expect(told).toEqual(told.map((_, index) => (told[0] ?? 0) + index));
    await plant(simulation, { action: 'calm-logs', podId });
  });

  it('a stream that is cut, and for a while no other', async () => {
    const podId = called('-infer-');
    let reading: Promise<Reading> | undefined;
    await new Promise<void>((open) => {
      const isEnough = (): boolean => {
        open();
        return false;
      };
      reading = readLogs(simulation, podId, { isEnough });
    });
    await plant(simulation, { action: 'cut-logs', podId, seconds: 30 });
    expect(await reading).toMatchObject({ status: 200, ended: true });
    expect((await rest(simulation, `/pods/${podId}/logs`)).status).toBe(503);
    await plant(simulation, { action: 'cut-logs', podId });
    expect((await readLogs(simulation, podId, { isEnough: some(1) })).events.length).toBeGreaterThan(0);
  });
});

function numbers(events: readonly LogEvent[]): readonly number[] {
  return events.flatMap(({ line }) => {
    const [, digits] = /token (\d+)/.exec(line) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
}
