import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { CloudFailure } from '../../../../source/runpod/cloud.ts';
import {
  type Answer,
  type Answers,
  failureOf,
  problem,
  type RestServer,
  startRest,
  testCloud,
  testKey,
} from './rest-server.ts';
import { wirePod } from './wire-pods.ts';

const servers: RestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answers: Answers): Promise<RestServer> {
  const server = await startRest(answers);
  servers.push(server);
  return server;
}

const noCapacity =
  'There are no longer any instances available with the requested specifications. Please refresh and try again.';

/** Answers to "stop pod p1", as they were recorded or as the description has them. */
const answers: readonly {
  readonly name: string;
  readonly answer: Answer;
  readonly code: CloudFailure['code'];
  readonly says: string;
  readonly hint?: string;
}[] = [
  {
    name: 'no capacity',
    answer: problem(400, noCapacity),
    code: 'no-capacity',
    says: `RunPod says "${noCapacity.slice(0, -1)}" (HTTP 400)`,
    hint: 'Nothing that fits is free',
  },
  {
    name: 'a full host',
    answer: problem(400, 'There are not enough free GPUs on the host machine to start this pod.'),
    code: 'no-capacity',
    says: 'not enough free GPUs',
    hint: "The pod's machine is full",
  },
  {
    name: 'a broken rule',
    answer: problem(400, 'clearing mounts is not supported'),
    code: 'refused',
    says: 'clearing mounts',
  },
  {
    name: 'no bearer token',
    answer: problem(401, 'missing bearer token'),
    code: 'unauthorised',
    says: 'does not know this API key: "missing bearer',
    hint: 'Check the API key',
  },
  {
    name: 'an empty purse',
    answer: problem(402, 'Insufficient balance.'),
    code: 'payment',
    says: '"Insufficient balance" (HTTP 402)',
    hint: 'Billing',
  },
  {
    name: 'a client that Cloudflare refuses',
    answer: { status: 403, text: 'error code: 1010' },
    code: 'blocked',
    says: 'error code: 1010',
    hint: 'The key is not the reason.',
  },
  {
    name: 'a sign-in page of a proxy',
    answer: { status: 403, text: '<!DOCTYPE html><html><head><title>Just a\n moment...</title>' },
    code: 'blocked',
    says: '"Just a moment..."',
  },
  {
    name: 'a key without rights',
    answer: problem(403, 'access denied'),
    code: 'unauthorised',
    says: '"access denied" (HTTP 403)',
    hint: 'A restricted key',
  },
  {
    name: 'a pool that is not allowed',
    answer: problem(403, 'GPU pool is not available to this account'),
    code: 'refused',
    says: 'GPU pool',
    hint: 'choose another GPU',
  },
  {
    name: 'an unknown pod',
    answer: problem(404, 'pod not found'),
    code: 'not-found',
    says: '"pod not found" (HTTP 404)',
  },
  {
    name: 'a method that is not there',
    answer: problem(405, 'The requested method is not allowed for this path.'),
    code: 'unsupported',
    says: 'not allowed for this path',
    hint: 'GraphQL',
  },
  {
    name: 'a body that is not understood',
    answer: problem(422, 'Request validation failed.', [
      "$.action: value must be one of 'start', 'stop', 'restart', 'terminate'",
      '$.podd: unknown property',
    ]),
    code: 'bad-request',
    says: `"Request validation failed": $.action: value must be one of 'start', 'stop', 'restart', 'terminate'; $.podd: unknown property (HTTP 422)`,
  },
  {
    name: 'a fault of RunPod',
    answer: problem(500, 'internal error'),
    code: 'server',
    says: '"internal error" (HTTP 500)',
    hint: 'It may have been done all the same',
  },
  {
    name: 'a page of a gateway',
    answer: { status: 502, text: '<html><title>502 Bad Gateway</title></html>' },
    code: 'server',
    says: '"502 Bad Gateway" (HTTP 502)',
  },
  {
    name: 'a redirection',
    answer: { status: 302, headers: { location: 'https://login.example.com/in?k=1' }, text: '' },
    code: 'unexpected',
    says: 'redirects to login.example.com',
    hint: 'RUNPOD_REST_URL',
  },
  {
    name: 'something else',
    answer: { text: 'hello' },
    code: 'unexpected',
    says: 'something that is not JSON came with HTTP 200: "hello"',
    hint: 'RUNPOD_REST_URL',
  },
  { name: 'another pod', answer: { json: { id: 'p2' } }, code: 'unexpected', says: 'another pod' },
];

test.each(answers)('$name', async ({ answer, code, says, hint }) => {
  const server = await serve({ 'POST /v2/pods/p1/action': answer });
  const { cloud, waits } = testCloud(server.url);
  const failure = failureOf(await cloud.stopPod('p1'));
  expect(failure.code).toBe(code);
  expect(failure.message).toMatch(/^Cannot stop pod p1: .*\.$/);
  expect(failure.message).toContain(says);
  if (hint !== undefined) expect(failure.hint).toContain(hint);
  expect(waits).toEqual([]);
  expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('the request is named by which support finds it, and nothing else of that header', async () => {
  const named = { ...problem(404, 'pod not found'), headers: { 'x-request-id': '01JABC-7f.2' } };
  const evil = { ...problem(404, 'pod not found'), headers: { 'x-request-id': 'a b' } };
  const server = await serve({ 'GET /v2/pods/p1': named, 'GET /v2/pods/p2': evil });
  const { cloud } = testCloud(server.url);
  expect(failureOf(await cloud.getPod('p1')).message).toContain('(HTTP 404, request 01JABC-7f.2)');
  expect(failureOf(await cloud.getPod('p2')).message).toContain('(HTTP 404)');
});

test('a list that breaks off, and one that is not there, say what may be wrong', async () => {
  const half = await serve({ 'GET /v2/pods': { text: '{"pods": [{"id": "a' } });
  expect(failureOf(await testCloud(half.url).cloud.listPods())).toMatchObject({
    message: 'Cannot list the pods: JSON that breaks off came with HTTP 200.',
    hint: expect.stringContaining('cut it off'),
  });
  const elsewhere = await serve({});
  expect(failureOf(await testCloud(elsewhere.url).cloud.listPods())).toMatchObject({
    code: 'unexpected',
    hint: expect.stringContaining('RUNPOD_REST_URL'),
  });
});

test('a refused action tells what the pod allows now', async () => {
  const pod = wirePod({ id: 'p1', status: 'EXITED', actions: ['start', 'terminate'] });
  const refused = problem(409, 'action not valid for current pod status');
  const server = await serve({
    'POST /v2/pods/p1/action': refused,
    'GET /v2/pods/p1': [{ json: pod }, { json: wirePod({ id: 'p1', locked: true }) }, problem(500, 'no')],
  });
  const { cloud } = testCloud(server.url);
  const first = failureOf(await cloud.restartPod('p1'));
  expect(first).toMatchObject({ code: 'refused', hint: 'It is EXITED now, and allows start, terminate.' });
  expect(first.message).toContain('action not valid for current pod status');
  expect(failureOf(await cloud.stopPod('p1')).hint).toBe('It is locked: unlock it first.');
  expect(failureOf(await cloud.stopPod('p1')).hint).toContain('Look at its state');
});

test('a refusal for another reason than the state keeps its own hint', async () => {
  const pod = wirePod({ id: 'p1', status: 'EXITED', actions: ['start', 'terminate'] });
  const server = await serve({
    'POST /v2/pods/p1/action': problem(400, 'Cannot resume a spot pod as an on demand pod.'),
    'GET /v2/pods/p1': { json: pod },
  });
  const { cloud } = testCloud(server.url);
  const started = await cloud.startPod({ podId: 'p1', gpuCount: null, bidPerGpuDollars: null });
  expect(failureOf(started)).toMatchObject({ code: 'refused', hint: expect.stringContaining('with a bid') });
});

test('410 ends this wire: nothing more is sent', async () => {
  const server = await serve({ 'GET /v2/pods': problem(410, 'v2 is no more') });
  const { cloud } = testCloud(server.url);
  const failure = failureOf(await cloud.listPods());
  expect(failure).toMatchObject({
    code: 'gone',
    message: expect.stringContaining('"v2 is no more" (HTTP 410)'),
  });
  expect(failureOf(await cloud.stopPod('p1'))).toMatchObject({ code: 'gone' });
  for await (const event of cloud.podLogs(logsOf('p1'), AbortSignal.timeout(5000))) {
    expect(event).toMatchObject({ kind: 'failed', failure: { code: 'gone' } });
  }
  expect(server.asked).toHaveLength(1);
  expect(cloud.wires()).toMatchObject([{ wire: 'rest', state: { kind: 'gone' }, requests: 1 }]);
});

function logsOf(podId: string) {
  return { podId, source: null, tail: 1, sinceMs: null, lastEventId: null, follow: true };
}

const limited: Answer = {
  ...problem(429, 'rate limit exceeded for the minute window'),
  headers: { 'retry-after': '2', ratelimit: '"minute";r=0;t=2, "hour";r=7193;t=2701' },
};

test('a full quota is waited out as asked, by a write too', async () => {
  const server = await serve({ 'POST /v2/pods/p1/action': [limited, { json: { id: 'p1' } }] });
  const { cloud, waits } = testCloud(server.url);
  expect(await cloud.stopPod('p1')).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(waits).toEqual([2000]);
  expect(cloud.wires()[0]?.allowance?.windows.map(({ name, remaining }) => [name, remaining])).toEqual([
    ['minute', 0],
    ['hour', 7193],
  ]);
});

test('a full quota is not waited for by a read that another wire answers, and is by one that is only here', async () => {
  const records = { json: { records: [] } };
  const server = await serve({
    ...{ 'GET /v2/pods': limited, 'GET /v2/billing': records, 'GET /v2/billing/network-volumes': records },
    'GET /v2/billing/pods': [limited, records],
  });
  const { cloud, waits } = testCloud(server.url, { hasStandIn: () => true });
  expect(failureOf(await cloud.listPods())).toMatchObject({ code: 'rate-limited', retryAfterMs: 2000 });
  expect(waits).toEqual([]);
  expect(await cloud.billing({ fromMs: 0, bucket: 'day' })).toEqual({ ok: true, value: [] });
  expect(waits).toEqual([2000]);
});

test('a longer pause than is waited for is told', async () => {
  const long = { ...problem(429, 'slow'), headers: { ratelimit: '"hour";r=0;t=2701' } };
  const server = await serve({ 'GET /v2/pods': long });
  const { cloud, waits } = testCloud(server.url);
  expect(failureOf(await cloud.listPods())).toMatchObject({ code: 'rate-limited', retryAfterMs: 2_701_000 });
  expect(waits).toEqual([]);
});

test('a read is tried three times, with growing waits', async () => {
  const server = await serve({ 'GET /v2/pods': problem(503, 'busy') });
  const { cloud, waits } = testCloud(server.url);
  expect(failureOf(await cloud.listPods()).code).toBe('server');
  expect(server.asked).toHaveLength(3);
  expect(waits).toEqual([500, 1000]);
  expect(cloud.wires()[0]).toMatchObject({ requests: 3, failures: 3, state: { kind: 'failing' } });
});

test('a read goes on after a connection that was closed without an answer', async () => {
  const closed: Answer = { act: (response) => response.socket?.destroy() };
  const server = await serve({ 'GET /v2/pods': [closed, { json: { pods: [] } }] });
  const { cloud } = testCloud(server.url);
  expect(await cloud.listPods()).toEqual({ ok: true, value: [] });
  expect(cloud.wires()[0]).toMatchObject({ requests: 2, failures: 1, state: { kind: 'live' } });
});

test.each([
  { name: 'an answer that does not come', act: () => {}, code: 'timeout' },
  {
    name: 'a closed connection',
    act: (response: { socket: { destroy(): void } | null }) => response.socket?.destroy(),
    code: 'network',
  },
])('a pod is not made a second time after $name', async ({ act, code }) => {
  const server = await serve({ 'POST /v2/pods': { act } });
  const { cloud, waits } = testCloud(server.url, { timeoutMs: 150 });
  const failure = failureOf(
    await cloud.createPod({
      name: 'trainer',
      deployId: 'd1',
      image: 'alpine',
      templateId: null,
      gpuTypeId: 'NVIDIA A40',
      gpuCount: 1,
      cloud: 'any',
      dataCentreId: null,
      bidPerGpuDollars: null,
      containerDiskGigabytes: 20,
      volumeGigabytes: 0,
      volumeMountPath: '/workspace',
      networkVolumeId: null,
      ports: '22/tcp',
      environment: {},
      startCommand: null,
      registryCredentialId: null,
    }),
  );
  expect(failure).toMatchObject({
    code,
    hint: expect.stringContaining('It may have been done all the same'),
  });
  expect(server.asked).toHaveLength(1);
  expect(waits).toEqual([]);
});

test('a port where nobody listens, and a server that does not speak HTTP', async () => {
  const odd = createServer((socket) => socket.end('SSH-2.0-x\r\n', () => socket.destroy()));
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
  const address = odd.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { cloud } = testCloud(`http://127.0.0.1:${port}/v2`);
  expect(failureOf(await cloud.listPods())).toMatchObject({
    code: 'unexpected',
    hint: expect.stringContaining('RUNPOD_REST_URL'),
  });
  await new Promise((resolve) => odd.close(resolve));
  const refused = failureOf(await cloud.listPods());
  expect(refused).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') });
});

test('cancelled while it is awaited, and before', async () => {
  const server = await serve({ 'GET /v2/pods': { act: () => {} } });
  const { cloud } = testCloud(server.url);
  const ending = new AbortController();
  const asked = cloud.listPods(ending.signal);
  setTimeout(() => ending.abort(), 30);
  expect(failureOf(await asked).code).toBe('cancelled');
  expect(failureOf(await cloud.listPods(ending.signal)).code).toBe('cancelled');
  expect(cloud.wires()[0]).toMatchObject({ failures: 0, state: { kind: 'unused' } });
});

test('what RunPod quotes of the request does not come back in a message', async () => {
  const { createSecret } = await import('../../../../source/base/secret.ts');
  const password = 'hunter2-and-more';
  const server = await serve({
    'POST /v2/registries': problem(422, `bad password ${password}`, [
      `$.password: "${password}" is weak, ${testKey}`,
    ]),
  });
  const failure = failureOf(
    await testCloud(server.url).cloud.createRegistryCredential({
      name: 'r',
      username: 'u',
      password: createSecret(password),
    }),
  );
  expect(JSON.stringify(failure)).not.toContain(password);
  expect(JSON.stringify(failure)).not.toContain(testKey);
  expect(failure.message).toContain('bad password [redacted]');
});
