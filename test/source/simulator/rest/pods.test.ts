/** Pods over REST: what differs from the description as it was measured, and that both wires act on one state. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, eventually, plant, post } from '../asking.ts';
import { quickTimings, rent } from '../cloud/renting.ts';
import { idOf, type Rested, rest, wanted } from './resting.ts';

let simulation: Simulation;
let stoppedId: string;
let runningId: string;

beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 7, port: 0, light: true, timings: quickTimings });
  const called = (part: string) => simulation.pods.find(({ name }) => name.includes(part))?.id ?? '';
  stoppedId = called('-batch-');
  runningId = called('-train-0');
});
afterAll(() => simulation.stop());
beforeEach(() => plant(simulation, { action: 'api-up' }));

const get = (id: string) => rest(simulation, `/pods/${id}`);
const make = (changes: Readonly<Record<string, unknown>> = {}) =>
  rest(simulation, '/pods', { method: 'POST', body: wanted(changes) });
const act = (id: string, action: string) =>
  rest(simulation, `/pods/${id}/action`, { method: 'POST', body: { action } });
const change = (id: string, body: unknown) => rest(simulation, `/pods/${id}`, { method: 'PATCH', body });
const detail = ({ body }: Rested) => body.detail;

type Runtime = {
  readonly uptime: number;
  readonly ports?: readonly { readonly private: number; readonly ip: string; readonly type: string }[];
};

describe('a pod', () => {
  it('is RUNNING at once, and what runs is told later', async () => {
    const made = await make();
    expect(made.body).toMatchObject({
      status: 'RUNNING',
      runtime: null,
      ssh: { direct: null, proxy: { host: '127.0.0.1', username: expect.stringMatching(/-[0-9a-f]{8}$/) } },
      actions: ['stop', 'restart', 'terminate'],
      template: null,
      cost: 0.86,
    });
    const id = idOf(made);
    const up = await eventually(async () => {
      const { body } = await get(id);
      return (body.ssh as { readonly direct: unknown }).direct === null ? null : body;
    });
    const { ports = [] } = up.runtime as Runtime;
    expect(ports.map((port) => `${port.private}/${port.type}`)).toEqual(['80/http', '22/tcp', '19123/http']);
    expect(ports[0]?.ip).toMatch(/^100\.65\./);
    // A pod that was just made is listed a little later.
    await eventually(async () => {
      const { myself } = await ask(simulation, '{myself{pods{id name}}}');
      return JSON.stringify(myself).includes(id) ? true : null;
    });
    expect((await act(id, 'terminate')).status).toBe(204);
    expect((await get(id)).status).toBe(404);
    expect(await ask(simulation, `{pod(input:{podId:"${id}"}){id}}`)).toEqual({ pod: null });
  });

  it('made over GraphQL is seen here, and its stop there', async () => {
    const { id } = await rent(simulation);
    expect((await get(id)).body).toMatchObject({
      name: 'web',
      mounts: { persistent: { size: 10, path: '/data' } },
    });
    expect((await act(id, 'stop')).body).toMatchObject({ status: 'EXITED', actions: ['start', 'terminate'] });
    expect(await ask(simulation, `{pod(input:{podId:"${id}"}){desiredStatus}}`)).toEqual({
      pod: { desiredStatus: 'EXITED' },
    });
    await rest(simulation, `/pods/${id}`, { method: 'DELETE' });
  });

  it('that is stopped still tells its cost, and may only be started or ended', async () => {
    const { body } = await get(stoppedId);
    expect(body).toMatchObject({ status: 'EXITED', runtime: null, startedAt: null });
    expect(body.cost).toBeGreaterThan(0);
    expect(detail(await act(stoppedId, 'restart'))).toBe('cannot restart a pod that is EXITED');
    await plant(simulation, { action: 'fill-host', podId: stoppedId });
    expect((await act(stoppedId, 'start')).status).toBe(400);
    await plant(simulation, { action: 'free-host', podId: stoppedId });
  });

  it('that has its settings changed is made anew; its name and lock can be changed without that', async () => {
    const id = idOf(await make());
    const runs = async () => (await ask(simulation, `{pod(input:{podId:"${id}"}){version}}`)).pod;
    expect((await change(id, { name: 'renamed', locked: true })).body).toMatchObject({
      name: 'renamed',
      locked: true,
    });
    expect(await runs()).toEqual({ version: 1 });
    expect((await act(id, 'stop')).status).toBe(409);
    expect((await change(id, { image: 'x/y:2' })).status).toBe(409);
    const stopping = `mutation{podStop(input:{podId:"${id}"}){id}}`;
    expect((await post(simulation, { query: stopping })).text).toContain('is locked');
    const edited = await change(id, { locked: false, env: { SHADE: 'dark' }, image: 'x/y:2' });
    expect(edited.body).toMatchObject({ image: 'x/y:2', runtime: null });
    expect(Object.keys(edited.body.env as object)).toEqual(['SHADE', 'RUNPOD_API_KEY']);
    expect(await runs()).toEqual({ version: 2 });
    expect(await ask(simulation, `{pod(input:{podId:"${id}"}){name locked}}`)).toEqual({
      pod: { name: 'renamed', locked: false },
    });
    expect((await act(id, 'restart')).status).toBe(200);
    expect(await runs()).toEqual({ version: 3 });
    await act(id, 'terminate');
  });

  it('has what its template says, unless its body says otherwise', async ({ task }) => {
    const template = await rest(simulation, '/templates', {
      method: 'POST',
      body: {
        name: `base-${task.result?.retryCount ?? 0}`,
        image: 'x/y:1',
        disk: 7,
        ports: ['8080/http'],
        env: { A: '1', B: '1' },
        startJupyter: false,
      },
    });
    const made = await rest(simulation, '/pods', {
      method: 'POST',
      body: { name: 'from', templateId: idOf(template), gpu: { id: 'NVIDIA L40S' }, env: { B: '2' } },
    });
    expect(made.body).toMatchObject({
      image: 'x/y:1',
      disk: 7,
      ports: ['8080/http'],
      env: { A: '1', B: '2' },
      template: null,
    });
    await act(idOf(made), 'terminate');
  });

  it('without port 22 has no direct SSH, on neither wire', async () => {
    await plant(simulation, { action: 'close-ssh-port', podId: runningId });
    const { ssh, ports } = await eventually(async () => {
      const { body } = await get(runningId);
      return (body.runtime as Runtime | null)?.ports === undefined ? null : body;
    });
    expect([ssh, ports]).toMatchObject([
      { direct: null, proxy: { port: expect.any(Number) } },
      ['8888/http'],
    ]);
    await plant(simulation, { action: 'open-ssh-port', podId: runningId });
  });
});

describe('what is refused', () => {
  it.each([
    [null, 'missing bearer token'],
    ['rpa_NEVERVALID', 'invalid bearer token'],
  ])('a key that is %s: 401, without figures of its rate', async (key, text) => {
    const answer = await rest(simulation, '/pods', { key });
    expect([answer.status, detail(answer), answer.headers.get('ratelimit')]).toEqual([401, text, null]);
  });

  it("a pod's own key, for all but that pod", async () => {
    const { RUNPOD_API_KEY: key = '' } = (await get(runningId)).body.env as Record<string, string>;
    expect((await rest(simulation, `/pods/${runningId}`, { key })).status).toBe(200);
    expect((await rest(simulation, `/pods/${stoppedId}`, { key })).status).toBe(404);
    expect((await rest(simulation, '/pods', { key })).status).toBe(403);
    expect((await rest(simulation, '/billing', { key })).status).toBe(403);
  });

  it('no room, with the words that GraphQL has', async () => {
    await plant(simulation, { action: 'no-capacity' });
    const answer = await make();
    await plant(simulation, { action: 'have-capacity' });
    expect(answer.body).toEqual({
      title: 'Bad Request',
      status: 400,
      detail:
        'There are no longer any instances available with the requested specifications. Please refresh and try again.',
    });
  });

  it('a pod that cannot be paid, and a start without credit', async () => {
    await plant(simulation, { action: 'set-balance', dollars: 0 });
    const statuses = [(await make()).status, (await act(stoppedId, 'start')).status];
    await plant(simulation, { action: 'set-balance', dollars: 400 });
    expect(statuses).toEqual([402, 402]);
  });

  it('names every key that it does not know, and every wrong value', async () => {
    const answer = await make({ bogus: 1, disk: 0, gpu: { id: 'NVIDIA L40S', count: 'two' } });
    expect(answer.body).toMatchObject({
      title: 'Unprocessable Entity',
      detail: 'Request validation failed.',
    });
    const errors = answer.body.errors as readonly string[];
    expect(errors).toContain("$: additional properties 'bogus' not allowed");
    expect(errors).toContain('$.disk: minimum: want 1');
    expect((await act(runningId, 'jump')).body.errors).toEqual([
      "$.action: value must be one of 'start', 'stop', 'restart', 'terminate'",
    ]);
  });

  it('a method that a path does not have', async () => {
    const headers = { authorization: `Bearer ${simulation.apiKey}` };
    const answer = await fetch(`${simulation.restUrl}/pods`, { method: 'PUT', headers });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(await answer.json()).toMatchObject({ title: 'Method Not Allowed' });
  });
});

describe('lists', () => {
  it('come by pages, newest first, and a page stays where it is', async () => {
    const first = await rest(simulation, '/pods?limit=5');
    const pagination = first.body.pagination as {
      readonly nextCursor: string;
      readonly hasNextPage: boolean;
    };
    expect(pagination.hasNextPage).toBe(true);
    const second = await rest(simulation, `/pods?limit=500&cursor=${pagination.nextCursor}`);
    const pods = [
      ...(first.body.pods as readonly Record<string, string>[]),
      ...(second.body.pods as readonly Record<string, string>[]),
    ];
    // Of an earlier try there may be more.
    const ids = new Set(pods.map(({ id }) => id));
    expect(ids.size).toBe(pods.length);
    for (const { id } of simulation.pods) expect(ids).toContain(id);
    const made = pods.map(({ createdAt = '' }) => Date.parse(createdAt));
    expect(made).toEqual([...made].sort((one, other) => other - one));
    expect(second.body.pagination).toEqual({ nextCursor: null, hasNextPage: false });
  });
});

describe('rates', () => {
  it('are counted in windows, told with every answer, and refused when one is used up', async () => {
    onTestFinished(() => plant(simulation, { action: 'rate-windows', minute: 5000, hour: 50_000 }));
    await plant(simulation, { action: 'rate-windows', minute: 3, hour: 50 });
    const limits: (string | null)[] = [];
    for (let count = 0; count < 3; count++) limits.push((await get(runningId)).headers.get('ratelimit'));
    expect(limits.map((limit) => /"minute";r=(\d+)/.exec(limit ?? '')?.[1])).toEqual(['2', '1', '0']);
    const refused = await get(runningId);
    expect([refused.status, detail(refused)]).toEqual([429, 'rate limit exceeded for the minute window']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-policy')).toContain('"minute";q=3;w=60, "hour";q=50;w=3600');
    await plant(simulation, { action: 'rate-windows', minute: 5000, hour: 50_000 });
    expect((await get(runningId)).status).toBe(200);
  });
});

describe('faults of one wire', () => {
  it('retired: 410 to everything, and the other goes on', async () => {
    await plant(simulation, { wire: 'rest', gone: true });
    const answer = await rest(simulation, '/pods');
    expect([answer.status, answer.body.title]).toEqual([410, 'Gone']);
    expect((await post(simulation, { query: '{myself{id}}' })).status).toBe(200);
    await plant(simulation, { wire: 'rest', gone: false });
    await plant(simulation, { wire: 'graphql', gone: true });
    expect((await post(simulation, { query: '{myself{id}}' })).status).toBe(410);
    expect((await rest(simulation, '/pods')).status).toBe(200);
  });

  it('slow, down, and limited', async () => {
    await plant(simulation, { action: 'slow-api', wire: 'rest', seconds: 0.3 });
    const begunMs = performance.now();
    await get(runningId);
    expect(performance.now() - begunMs).toBeGreaterThan(290);
    await plant(simulation, { action: 'api-up', wire: 'rest' });
    await plant(simulation, { action: 'api-down', wire: 'rest', how: 'reset' });
    await expect(fetch(`${simulation.restUrl}/pods`)).rejects.toThrow();
    expect((await post(simulation, { query: '{myself{id}}' })).status).toBe(200);
    await plant(simulation, { action: 'api-up' });
    await plant(simulation, { action: 'rate-limit', wire: 'rest', seconds: 9 });
    expect((await rest(simulation, '/pods')).status).toBe(429);
  });

  it('an answer that is lost: the change is made all the same', async () => {
    await plant(simulation, { action: 'lose-answers', wire: 'rest' });
    await expect(change(runningId, { name: 'after-all' })).rejects.toThrow();
    expect((await get(runningId)).body.name).toBe('after-all');
  });
});
