/** What goes wrong, told the same over each wire; and a wire that is retired in the middle. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../../neighbours/free-port.ts';
import { answered, cloudsOf, openWorld, type TestedWire, type World, wireNames, wishOf } from './wires.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(3);
});
afterAll(() => world.simulation.stop());
afterEach(() => world.plant({ action: 'api-up' }));

const fresh = (changes: Partial<World['simulation']> = {}, notes: string[] = []) =>
  cloudsOf({ ...world.simulation, ...changes }, (text) => notes.push(text));

describe.each(wireNames)('over %s', (wire: TestedWire) => {
  test('a key that nobody has is refused as such', async () => {
    const cloud = fresh({ apiKey: 'rpa_WRONGKEY0123456789' })[wire];
    const read = await cloud.listPods();
    expect(read).toMatchObject({
      ok: false,
      code: 'unauthorised',
      hint: expect.stringContaining('RUNPOD_API_KEY'),
    });
    expect(JSON.stringify(read)).not.toContain('WRONGKEY');
    expect(await cloud.stopPod('abc')).toMatchObject({ ok: false, code: 'unauthorised' });
  });

  test('a quota that is used up is told with the time to wait', async () => {
    await world.plant({ action: 'rate-limit', seconds: 60 });
    const read = await fresh()[wire].listPods();
    expect(read).toMatchObject({ ok: false, code: 'rate-limited' });
    expect(read.ok ? 0 : read.retryAfterMs).toBeGreaterThan(50_000);
  });

  test('a fault of RunPod is one, and a change after it is of an open outcome', async () => {
    await world.plant({ action: 'api-down' });
    const cloud = fresh()[wire];
    expect(await cloud.listPods()).toMatchObject({ ok: false, code: 'server' });
    expect(await cloud.stopPod('abc')).toMatchObject({
      ok: false,
      code: 'server',
      hint: expect.stringContaining('may have been done'),
    });
    expect(cloud.wires().map(({ state }) => state.kind)).toContain('failing');
  });

  test('a change whose answer is lost is not sent again, by no wire', async () => {
    const cloud = fresh()[wire];
    await world.plant({ action: 'lose-answers', count: 1 });
    const pod = world.simulation.podsNow()[wireNames.indexOf(wire)];
    const stopped = await cloud.stopPod(pod?.id ?? '');
    expect(stopped).toMatchObject({ ok: false, code: 'network' });
    expect(stopped.ok ? true : stopped.nothingSent).toBeUndefined();
  });

  test('where nobody listens, it is known that nothing was sent', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}/v2`;
    const cloud = fresh({ url: nowhere, restUrl: nowhere })[wire];
    expect(await cloud.stopPod('abc')).toMatchObject({ ok: false, code: 'network', nothingSent: true });
  });

  test('a wire tells how it fares', async () => {
    const cloud = fresh()[wire];
    await cloud.listPods();
    const used = cloud.wires().filter(({ state }) => state.kind === 'live');
    expect(used.map((status) => status.wire)).toEqual(wire === 'auto' ? ['rest', 'graphql'] : [wire]);
    for (const status of used) {
      expect(status.requests).toBeGreaterThan(0);
      expect(status.answerMs).toBeGreaterThanOrEqual(0);
      // GraphQL has no quota that it would tell.
      expect(status.allowance === null).toBe(status.wire === 'graphql');
    }
  });
});

describe('a wire that is retired in the middle', () => {
  test('GraphQL: the rest goes on over REST, what it alone knew is unknown, and it is said once', async () => {
    const notes: string[] = [];
    const { auto } = fresh({}, notes);
    const before = await auto.listPods();
    expect(before).toMatchObject({ ok: true });
    expect(await auto.account()).toMatchObject({ ok: true, value: { balanceDollars: expect.any(Number) } });
    await world.plant({ action: 'retire-wire', wire: 'graphql' });
    for (let times = 0; times < 2; times++) {
      const account = await auto.account();
      expect(account).toMatchObject({ ok: false, message: expect.stringContaining('retired') });
      expect(await auto.listPods()).toMatchObject({ ok: true });
    }
    expect(notes).toEqual([expect.stringMatching(/^RunPod's GraphQL API has been retired \(410\): balance/)]);
    expect(auto.wires()).toMatchObject([
      { wire: 'rest', state: { kind: 'live' } },
      { wire: 'graphql', state: { kind: 'gone' } },
    ]);
    const newcomer = await fresh().auto.listPods();
    for (const pod of newcomer.ok ? newcomer.value : [])
      expect(pod).toMatchObject({ rental: 'unknown', lastStatusChange: null });
  });

  test('REST: lists and changes go on over GraphQL, and no pod jumps', async () => {
    const notes: string[] = [];
    const { auto } = fresh({}, notes);
    const before = await auto.listPods();
    await world.plant({ action: 'retire-wire', wire: 'rest' });
    const after = await auto.listPods();
    const marks = (listed: typeof before) =>
      (listed.ok ? listed.value : []).map(({ id, state, generation, gpuName, rental }) => [
        ...[id, JSON.stringify(state), generation, gpuName, rental],
      ]);
    expect(marks(before)).toHaveLength(3);
    expect(marks(after).sort()).toEqual(marks(before).sort());
    const [pod] = world.simulation.podsNow();
    expect(await auto.restartPod(pod?.id ?? '')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/GraphQL API has no such thing.*REST v2 has been retired/),
    });
    expect(notes).toEqual([expect.stringMatching(/^RunPod's REST v2 has been retired \(410\)/)]);
  });

  test('both: that is said as such', async () => {
    const { auto } = fresh();
    await world.plant({ action: 'retire-wire', wire: 'graphql' });
    await world.plant({ action: 'retire-wire', wire: 'rest' });
    await auto.listPods();
    expect(await auto.listPods()).toMatchObject({
      ok: false,
      code: 'gone',
      hint: expect.stringContaining('newer'),
    });
  });
});

describe('a wire over which RunPod takes no more requests', () => {
  test.each(['rest', 'graphql'] as const)('%s: reads and changes go on over the other', async (wire) => {
    const { auto } = fresh();
    const statusOf = () => auto.wires().find((each) => each.wire === wire);
    await world.plant({ action: 'rate-limit', wire, seconds: 3600 });
    for (let times = 0; times < 2; times++) {
      const listed = await auto.listPods();
      expect(listed.ok && listed.value.length).toBe(3);
      expect(await auto.templates()).toMatchObject({ ok: true });
    }
    const made = answered(await auto.createPod(wishOf()));
    expect(await auto.terminatePod(made.podId)).toMatchObject({ ok: true });
    // One request met the limit, and none after it.
    expect(statusOf()).toMatchObject({ requests: 1, state: { kind: 'live' } });
    expect(statusOf()?.limitedUntilMs).toBeGreaterThan(Date.now());
  });

  test('a limit that is soon over is not waited out, where the other wire has the same', async () => {
    const { auto } = fresh();
    await world.plant({ action: 'rate-limit', wire: 'rest', seconds: 9 });
    expect(await auto.listPods()).toMatchObject({ ok: true });
    expect(auto.wires()).toMatchObject([{ wire: 'rest', requests: 1 }, { wire: 'graphql' }]);
  });

  test('what it alone has says so, and when', async () => {
    const { auto } = fresh();
    await world.plant({ action: 'rate-limit', wire: 'graphql', seconds: 60 });
    const account = await auto.account();
    expect(account).toMatchObject({ ok: false, code: 'rate-limited' });
    expect(account.ok ? 0 : account.retryAfterMs).toBeGreaterThan(50_000);
    await world.plant({ action: 'rate-limit', wire: 'rest', seconds: 60 });
    const [pod] = world.simulation.podsNow();
    expect(await auto.restartPod(pod?.id ?? '')).toMatchObject({ ok: false, code: 'rate-limited' });
  });
});
