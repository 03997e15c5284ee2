/** The API's answers, byte for byte where a client has to tell them apart. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStock } from '../../../../source/simulator/cloud/stock.ts';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, plant, post, refused } from '../asking.ts';

let simulation: Simulation;
let spotId: string;
let stoppedId: string;
let runningId: string;

beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 7, port: 0 });
  const idOf = (part: string) => simulation.pods.find(({ name }) => name.includes(part))?.id ?? '';
  spotId = idOf('-spot-');
  stoppedId = idOf('-batch-');
  runningId = idOf('-train-0');
});

afterAll(() => simulation.stop());

describe('who may ask', () => {
  it('answers 401 to a key that nobody has', async () => {
    const answer = await post(
      simulation,
      { query: '{myself{id}}' },
      { authorization: 'Bearer rpa_NEVERVALID' },
    );
    expect([answer.status, answer.text]).toEqual([401, 'Unauthorized']);
  });

  it('answers null without a key', async () => {
    const answer = await post(simulation, { query: '{myself{id}}' }, { authorization: '' });
    expect([answer.status, answer.text.trim()]).toEqual([200, '{"data":{"myself":null}}']);
  });

  it('takes the key from the address as well', async () => {
    const url = `${simulation.url}?api_key=${simulation.apiKey}`;
    const answer = await post({ ...simulation, url }, { query: '{myself{email}}' }, { authorization: '' });
    expect(answer.text.trim()).toBe('{"data":{"myself":{"email":"demo@pod-engine.test"}}}');
  });

  it('answers public questions without a key', async () => {
    const answer = await post(
      simulation,
      { query: '{gpuTypes{id} dataCenters{id} cpuTypes{id}}' },
      { authorization: '' },
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"NVIDIA H100 80GB HBM3"');
    expect(answer.text).toContain('"EU-RO-1"');
  });

  it("lets a pod's own key see that pod and not the account", async () => {
    const { pod } = await ask(simulation, `{pod(input:{podId:"${runningId}"}){env}}`);
    const { env } = pod as { readonly env: readonly string[] };
    const apiKey =
      env.find((line) => line.startsWith('RUNPOD_API_KEY='))?.slice('RUNPOD_API_KEY='.length) ?? '';
    const own = { url: simulation.url, apiKey };
    expect((await post(own, { query: '{myself{id}}' })).text.trim()).toBe(
      '{"errors":[{"message":"Unauthorized","path":["myself"],"extensions":{"code":"RUNPOD"}}],"data":{"myself":null}}',
    );
    expect(await ask(own, `{pod(input:{podId:"${runningId}"}){id}}`)).toEqual({ pod: { id: runningId } });
    expect(await ask(own, `{pod(input:{podId:"${stoppedId}"}){id}}`)).toEqual({ pod: null });
  });

  it('is turned away at the edge without a User-Agent', async () => {
    const { status, text } = await postWithoutAgent(simulation.url);
    expect([status, text]).toEqual([403, 'error code: 1010']);
    const python = await post(simulation, { query: '{myself{id}}' }, { 'user-agent': 'Python-urllib/3.11' });
    expect(python.status).toBe(403);
  });
});

describe('queries that are not understood', () => {
  it.each([
    ['an unknown field', { query: '{myself{nonsense}}' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['keys of env, which is strings', { query: '{myself{pods{env{key}}}}' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a bid without gpuCount',
      { query: 'mutation{podBidResume(input:{podId:"x",bidPerGpu:1}){id}}' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a bid without gpuCount among its variables',
      {
        query: 'mutation($i:PodBidResumeInput!){podBidResume(input:$i){id}}',
        variables: { i: { podId: 'x', bidPerGpu: 1 } },
      },
      'BAD_USER_INPUT',
    ],
    [
      'a mutation that does not exist',
      { query: 'mutation{podRestart(input:{podId:"x"}){id}}' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['what is no GraphQL', { query: '{myself' }, 'GRAPHQL_PARSE_FAILED'],
    ['no query', { variables: {} }, 'BAD_REQUEST'],
    ['no JSON', 'query', 'BAD_REQUEST'],
  ])('are answered with 400: %s', async (_, body, code) => {
    const { status, text } = await post(simulation, body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ message: expect.any(String), extensions: { code } }],
    });
  });

  it('say where, as Apollo does', async () => {
    const { text } = await post(simulation, { query: '{nope}' });
    expect(text.trim()).toBe(
      '{"errors":[{"message":"Cannot query field \\"nope\\" on type \\"Query\\".","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}',
    );
  });

  it.each(['{__schema{types{name}}}', '{__type(name:"Pod"){name}}'])(
    'refuses introspection: %s',
    async (query) => {
      const { status, text } = await post(simulation, { query });
      expect(status).toBe(400);
      expect(text).toContain('introspection');
    },
  );

  it('allows __typename', async () => {
    expect(await ask(simulation, '{myself{__typename}}')).toEqual({ myself: { __typename: 'User' } });
  });
});

describe('pods that are not there', () => {
  it('are null, without an error', async () => {
    const { text } = await post(simulation, { query: '{pod(input:{podId:"unheardof00000"}){id}}' });
    expect(text.trim()).toBe('{"data":{"pod":null}}');
  });

  it('cannot be terminated', async () => {
    const { status, text } = await post(simulation, {
      query: 'mutation{podTerminate(input:{podId:"unheardof00000"})}',
    });
    expect(status).toBe(200);
    expect(text.trim()).toBe(
      '{"errors":[{"message":"pod not found to terminate","path":["podTerminate"],"extensions":{"code":"POD_NOT_FOUND"}}],"data":{"podTerminate":null}}',
    );
  });

  it.each(['podStop', 'podResume'])('%s of one is a fault of the server', async (name) => {
    const answer = await refused(simulation, `mutation{${name}(input:{podId:"unheardof00000"}){id}}`);
    expect(answer).toMatchObject({ status: 200, error: { extensions: { code: 'INTERNAL_SERVER_ERROR' } } });
  });
});

describe('starts that are refused', () => {
  it('a spot pod as on demand', async () => {
    const answer = await refused(simulation, `mutation{podResume(input:{podId:"${spotId}"}){id}}`);
    expect(answer).toMatchObject({
      status: 200,
      error: { message: 'Cannot resume a spot pod as an on demand pod.' },
    });
  });

  it('a bid that is too low', async () => {
    const bid = `mutation{podBidResume(input:{podId:"${spotId}",gpuCount:1,bidPerGpu:0.01}){id}}`;
    expect(await refused(simulation, bid)).toMatchObject({
      error: { message: expect.stringContaining('no longer any instances available') },
    });
  });

  it('a host without free GPUs, until it has some; without GPU there is always room', async () => {
    await plant(simulation, { action: 'fill-host', podId: stoppedId });
    expect(await refused(simulation, `mutation{podResume(input:{podId:"${stoppedId}"}){id}}`)).toMatchObject({
      status: 200,
      error: { message: 'There are not enough free GPUs on the host machine to start this pod.' },
    });
    const data = await ask(
      simulation,
      `mutation{podResume(input:{podId:"${stoppedId}",gpuCount:0}){desiredStatus gpuCount}}`,
    );
    expect(data).toEqual({ podResume: { desiredStatus: 'RUNNING', gpuCount: 0 } });
    await ask(simulation, `mutation{podStop(input:{podId:"${stoppedId}"}){id}}`);
    await plant(simulation, { action: 'free-host', podId: stoppedId });
  });
});

describe('faults of the edge', () => {
  it('a limit on the rate, with when to come back', async () => {
    await plant(simulation, { action: 'rate-limit', seconds: 30 });
    const answer = await post(simulation, { query: '{myself{id}}' });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(20);
    await plant(simulation, { action: 'api-up' });
    expect((await post(simulation, { query: '{myself{id}}' })).status).toBe(200);
  });

  it('an API that is down: a page, a broken connection, silence', async () => {
    await plant(simulation, { action: 'api-down' });
    const page = await post(simulation, { query: '{myself{id}}' });
    expect([page.status, page.type]).toEqual([502, 'text/html; charset=UTF-8']);
    await plant(simulation, { action: 'api-down', how: 'reset' });
    await expect(post(simulation, { query: '{myself{id}}' })).rejects.toThrow();
    await plant(simulation, { action: 'api-down', how: 'hang' });
    const waiting = fetch(simulation.url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(300) });
    await expect(waiting).rejects.toThrow();
    await plant(simulation, { action: 'api-up' });
  });

  it('names the known actions when it is asked for another', async () => {
    await expect(plant(simulation, { action: 'burn' })).rejects.toThrow('is no action. Known: api-down');
    await expect(plant(simulation, { action: 'drop-ssh', podId: 'nobody' })).rejects.toThrow(
      'No pod has the id',
    );
  });

  it('is not to be reached from a page in a browser', async () => {
    const response = await fetch(new URL('/simulator', simulation.url), {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"action":"api-down"}',
    });
    expect(response.status).toBe(400);
  });
});

describe('the account and the catalogue', () => {
  it('spends what its pods cost', async () => {
    const query =
      '{myself{clientBalance currentSpendPerHr spendLimit pods{costPerHr desiredStatus volumeInGb networkVolume{size}}}}';
    const { myself } = await ask(simulation, query);
    const account = myself as {
      readonly clientBalance: number;
      readonly currentSpendPerHr: number;
      readonly pods: readonly { readonly costPerHr: number; readonly desiredStatus: string }[];
    };
    const running = account.pods.filter((pod) => pod.desiredStatus === 'RUNNING');
    const computing = running.reduce((sum, pod) => sum + pod.costPerHr, 0);
    expect(account.currentSpendPerHr).toBeGreaterThan(computing);
    expect(account.currentSpendPerHr).toBeLessThan(computing + 2);
    expect(account.clientBalance).toBeLessThanOrEqual(435.85);
  });

  it('lists the sentinel type, and finds types by id', async () => {
    const { gpuTypes } = await ask(
      simulation,
      '{gpuTypes{id displayName lowestPrice(input:{gpuCount:2}){stockStatus uninterruptablePrice}}}',
    );
    const ids = (gpuTypes as readonly { readonly id: string }[]).map(({ id }) => id);
    expect(ids).toContain('unknown');
    const one = await ask(simulation, '{gpuTypes(input:{id:"NVIDIA L40S"}){displayName memoryInGb}}');
    expect(one).toEqual({ gpuTypes: [{ displayName: 'L40S', memoryInGb: 48 }] });
  });

  it('writes stock words in both cases', () => {
    const stock = createStock({ seed: 7, wallMs: () => 1_795_000_000_000 });
    const words = Array.from({ length: 100 }, (_, place) => stock('NVIDIA L40S', place));
    const lower = new Set(words.map((word) => word?.toLowerCase() ?? null));
    expect(lower).toEqual(new Set(['high', 'medium', 'low', 'none', null]));
    expect(words.some((word) => word !== null && word === word.toLowerCase())).toBe(true);
  });

  it('shows env as strings, with the key of the pod among them', async () => {
    const { pod } = await ask(simulation, `{pod(input:{podId:"${runningId}"}){env}}`);
    expect((pod as { readonly env: readonly string[] }).env).toEqual(
      expect.arrayContaining([expect.stringMatching(/^RUNPOD_API_KEY=rpa_[A-Z0-9]{42}$/)]),
    );
  });
});

/** fetch always says who it is. */
function postWithoutAgent(
  url: string,
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (data: string) => {
          text += data;
        });
        response.on('end', () => resolve({ status: response.statusCode, text }));
      },
    );
    sent.on('error', reject);
    sent.end('{"query":"{myself{id}}"}');
  });
}
