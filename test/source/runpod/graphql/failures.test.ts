import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { CloudFailure } from '../../../../source/runpod/cloud.ts';
import { type Answer, type ApiServer, failureOf, startApi, testCloud } from './api-server.ts';
import { podList, wirePod } from './wire-pods.ts';

const servers: ApiServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...answers: readonly Answer[]): Promise<ApiServer> {
  const server = await startApi(...answers);
  servers.push(server);
  return server;
}

const stopped: Answer = { json: { data: { podStop: { id: 'p1', desiredStatus: 'EXITED' } } } };
const listed: Answer = { json: podList(wirePod()) };

/** The answers as they were recorded; `says` stands in the message, `hint` in the hint. */
const answers: readonly {
  readonly name: string;
  readonly answer: Answer;
  readonly code: CloudFailure['code'];
  readonly says: string;
  readonly hint?: string;
}[] = [
  {
    name: 'a key that never was',
    answer: { status: 401, json: {} },
    code: 'unauthorised',
    says: 'HTTP 401',
    hint: 'API key',
  },
  {
    name: 'no key',
    answer: { json: { data: { myself: null } } },
    code: 'unauthorised',
    says: 'myself is null',
  },
  {
    name: "a pod's own key",
    answer: {
      json: {
        errors: [{ message: 'Unauthorized', path: ['myself'], extensions: { code: 'RUNPOD' } }],
        data: { myself: null },
      },
    },
    code: 'unauthorised',
    says: 'RunPod says "Unauthorized".',
    hint: "A pod's own RUNPOD_API_KEY",
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
    answer: { status: 403, json: { error: 'no' } },
    code: 'unauthorised',
    says: 'HTTP 403',
  },
  {
    name: 'a query that was not understood',
    answer: { status: 400, json: { errors: [{ message: 'Cannot query field "podz" on type "User".' }] } },
    code: 'bad-request',
    says: 'Cannot query field "podz"',
  },
  { name: 'a bare 400', answer: { status: 400, text: '' }, code: 'bad-request', says: 'HTTP 400' },
  {
    name: 'no capacity',
    answer: {
      json: {
        errors: [
          {
            message:
              'There are no longer any instances available with the requested specifications. Please refresh and try again.',
            path: ['podResume'],
            extensions: { code: 'SUPPLY_CONSTRAINT', userId: 'user_2abc' },
          },
        ],
        data: { podResume: null },
      },
    },
    code: 'no-capacity',
    says: 'SUPPLY_CONSTRAINT',
  },
  {
    name: 'a full host',
    answer: {
      json: {
        errors: [{ message: 'There are not enough free GPUs on the host machine to start this pod.' }],
        data: { podResume: null },
      },
    },
    code: 'no-capacity',
    says: 'not enough free GPUs',
    hint: 'machine is full',
  },
  {
    name: 'a spot pod resumed as on demand',
    answer: { json: { errors: [{ message: 'Cannot resume a spot pod as an on demand pod.' }], data: null } },
    code: 'refused',
    says: 'Cannot resume a spot pod',
    hint: 'with a bid',
  },
  {
    name: 'a pod that is not there',
    answer: {
      json: { errors: [{ message: 'pod not found to terminate', extensions: { code: 'POD_NOT_FOUND' } }] },
    },
    code: 'not-found',
    says: 'pod not found',
  },
  {
    name: 'a fault of RunPod inside a 200',
    answer: {
      json: {
        errors: [
          {
            message: 'Something went wrong. Please try again later or contact support.',
            extensions: { code: 'INTERNAL_SERVER_ERROR' },
          },
        ],
        data: { podStop: null },
      },
    },
    code: 'server',
    says: 'INTERNAL_SERVER_ERROR',
  },
  {
    name: 'an error that nobody has seen before',
    answer: { json: { errors: [{ message: 'The moon is in the wrong house.' }], data: null } },
    code: 'refused',
    says: 'RunPod says "The moon is in the wrong house"',
  },
  {
    name: 'errors of no known shape',
    answer: { json: { errors: [7], data: null } },
    code: 'refused',
    says: 'without a message',
  },
  {
    name: 'an error that is a text',
    answer: { json: { errors: 'Unauthorized' } },
    code: 'unauthorised',
    says: 'Unauthorized',
  },
  {
    name: 'words instead of JSON',
    answer: { text: 'hello there' },
    code: 'unexpected',
    says: '"hello there"',
  },
  { name: 'nothing at all', answer: { text: '' }, code: 'unexpected', says: 'not JSON' },
  { name: 'a list', answer: { json: [1, 2] }, code: 'unexpected', says: 'not JSON' },
  {
    name: 'half an answer',
    answer: { text: '{"data": {"myself": {"po' },
    code: 'unexpected',
    says: 'JSON that breaks off came with HTTP 200.',
    hint: 'cut it off',
  },
  { name: 'JSON of another kind', answer: { json: { ok: true } }, code: 'unexpected', says: 'without data' },
  { name: 'data that are none', answer: { json: { data: 'yes' } }, code: 'unexpected', says: 'without data' },
  {
    name: 'a redirect',
    answer: { status: 302, headers: { location: 'https://evil.example/x?y=z' }, text: '' },
    code: 'unexpected',
    says: 'redirects to evil.example (',
  },
  {
    name: 'a retired API',
    answer: { status: 410, text: 'Gone' },
    code: 'gone',
    says: 'has been retired: "Gone" (HTTP 410)',
    hint: 'REST v2',
  },
  {
    name: 'a wrong path',
    answer: { status: 404, text: 'Not Found' },
    code: 'unexpected',
    says: 'HTTP 404: "Not Found"',
  },
  {
    name: 'an empty account',
    answer: { status: 402, json: {} },
    code: 'payment',
    says: 'HTTP 402',
    hint: 'credit',
  },
];

test.each(answers)('$name is $code, for reads and for writes', async ({ answer, code, says, hint }) => {
  const server = await serve(answer);
  const { cloud, waits } = testCloud(server.url);
  const read = failureOf(await cloud.account());
  expect(read).toMatchObject({
    code,
    message: expect.stringContaining(says),
    hint: expect.stringContaining(hint ?? ''),
  });
  expect(read.message).toMatch(/^Cannot read the account: .*[^.]\.$/);
  expect(read.hint).toMatch(/\.$/);
  if (code !== 'unauthorised' || !says.includes('null')) {
    expect(failureOf(await cloud.stopPod('p1'))).toMatchObject({
      code,
      message: expect.stringContaining('Cannot stop pod p1: '),
    });
  }
  expect(waits).toEqual([]);
});

test.each([500, 502, 503, 524])(
  'HTTP %i is asked three times for a read, once for a write',
  async (status) => {
    const page = '<html><head><title>api.runpod.io | 502: Bad gateway</title></head><body>…</body></html>';
    const server = await serve({ status, text: page });
    const { cloud, waits } = testCloud(server.url);
    const read = failureOf(await cloud.listPods());
    expect(read).toMatchObject({
      code: 'server',
      message: expect.stringContaining(`502: Bad gateway" (HTTP ${status})`),
    });
    expect(server.asked).toHaveLength(3);
    expect(read.hint).not.toContain('may have been done');
    expect(waits).toEqual([500, 1000]);
    const write = failureOf(await cloud.stopPod('p1'));
    expect(write).toMatchObject({ code: 'server', hint: expect.stringContaining('may have been done') });
    expect(server.asked).toHaveLength(4);
  },
);

test('a read that fails once and then answers is an answer', async () => {
  const server = await serve({ status: 502, text: 'Bad gateway' }, listed);
  expect(await testCloud(server.url).cloud.listPods()).toMatchObject({
    ok: true,
    value: [{ id: '5xpma5eg46tqjq' }],
  });
});

test('a fault told with HTTP 500 keeps the words and is asked again', async () => {
  const server = await serve({ status: 500, json: { errors: [{ message: 'Something went wrong.' }] } });
  const failure = failureOf(await testCloud(server.url).cloud.listPods());
  expect(failure).toMatchObject({ code: 'server', message: expect.stringContaining('Something went wrong') });
  expect(server.asked).toHaveLength(3);
});

const slowDown = (retryAfter?: string): Answer => ({
  status: 429,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  json: { title: 'Too Many Requests' },
});

test('a 429 is waited out as long as it asks for, writes too', async () => {
  const server = await serve(slowDown('2'), slowDown(), stopped);
  const { cloud, waits } = testCloud(server.url);
  expect(await cloud.stopPod('p1')).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(waits).toEqual([2000, 1000]);
});

test('a 429 that goes on, or asks for long, is told with its wait', async () => {
  const server = await serve(slowDown('1'), slowDown('1'), slowDown('3'), slowDown('3600'));
  const { cloud, waits } = testCloud(server.url);
  expect(await cloud.listPods()).toMatchObject({ ok: false, code: 'rate-limited', retryAfterMs: 3000 });
  expect(waits).toEqual([1000, 1000]);
  expect(await cloud.listPods()).toMatchObject({ ok: false, code: 'rate-limited', retryAfterMs: 3_600_000 });
  expect(server.asked).toHaveLength(4);
});

test('a 429 to what another wire answers at once is not waited out; what is only here is, and a change', async () => {
  const account = { json: { data: { myself: { id: 'u1' } } } };
  const server = await serve(slowDown('2'), slowDown('2'), account, slowDown('2'), stopped);
  const { cloud, waits } = testCloud(server.url, { hasStandIn: () => true });
  expect(await cloud.listPods()).toMatchObject({ code: 'rate-limited', retryAfterMs: 2000 });
  expect(waits).toEqual([]);
  expect(await cloud.account()).toMatchObject({ ok: true, value: { id: 'u1' } });
  expect(await cloud.stopPod('p1')).toMatchObject({ ok: true });
  expect(waits).toEqual([2000, 2000]);
});

test.each([
  { name: 'says nothing', act: () => {} },
  {
    name: 'stops in the middle',
    act: (response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"data":{');
    },
  },
])('a server that $name is a timeout, and not asked again', async ({ act }) => {
  const server = await serve({ act });
  const { cloud } = testCloud(server.url, { timeoutMs: 300 });
  const read = failureOf(await cloud.listPods());
  expect(read).toMatchObject({
    code: 'timeout',
    message: expect.stringMatching(/no answer from 127\.0\.0\.1:\d+ within 0\.3 s/),
  });
  expect(server.asked).toHaveLength(1);
  expect(failureOf(await cloud.stopPod('p1')).hint).toContain('may have been done');
});

test('a slow answer within the deadline is an answer', async () => {
  const act = (response: import('node:http').ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"data":{"myself":');
    setTimeout(() => response.end('{"pods":[]}}}'), 300);
  };
  const server = await serve({ act });
  expect(await testCloud(server.url).cloud.listPods()).toEqual({ ok: true, value: [] });
});

test('a broken connection is asked again for a read, never for a write', async () => {
  const server = await serve({ act: (_, request) => request.socket.resetAndDestroy() });
  const { cloud, waits } = testCloud(server.url);
  expect(failureOf(await cloud.listPods())).toMatchObject({
    code: 'network',
    message: expect.stringContaining('closed the connection'),
  });
  expect(waits).toEqual([500, 1000]);
  const asked = server.asked.length;
  expect(failureOf(await cloud.stopPod('p1'))).toMatchObject({
    code: 'network',
    hint: expect.stringContaining('may have been done'),
  });
  expect(server.asked).toHaveLength(asked + 1);
});

test('an answer that breaks off in the middle is a broken connection', async () => {
  const act = (
    response: import('node:http').ServerResponse,
    request: import('node:http').IncomingMessage,
  ) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"data":{', () => setTimeout(() => request.socket.resetAndDestroy(), 50));
  };
  const server = await serve({ act });
  expect(failureOf(await testCloud(server.url).cloud.listPods()).code).toBe('network');
});

test('an answer without end is cut off', async () => {
  const act = (response: import('node:http').ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`{"data":"${'x'.repeat(17 * 1024 * 1024)}"}`);
  };
  const server = await serve({ act });
  expect(failureOf(await testCloud(server.url).cloud.listPods())).toMatchObject({
    code: 'unexpected',
    message: expect.stringContaining('more than 16 MiB'),
  });
});

test('nobody listening, no such name, and no HTTP are told apart', async () => {
  const free = await serve(listed);
  await free.close();
  expect(failureOf(await testCloud(free.url).cloud.listPods()).message).toContain(
    'refused the connection (ECONNREFUSED)',
  );

  const nameless = failureOf(await testCloud('https://no-such-host.invalid/graphql').cloud.listPods());
  expect(nameless).toMatchObject({
    code: 'network',
    message: expect.stringMatching(/no-such-host\.invalid was not found \(E/),
  });

  const other = createServer((socket) =>
    socket
      .resume()
      .on('error', () => {})
      .end('SSH-2.0-OpenSSH_9.6\r\n'),
  );
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  expect(failureOf(await testCloud(`http://127.0.0.1:${port}/`).cloud.listPods()).code).toBe('unexpected');
  expect(failureOf(await testCloud(`https://127.0.0.1:${port}/`).cloud.listPods()).code).toBe('network');
  await new Promise((resolve) => other.close(resolve));
});

test('a cancelled request ends at once, before, during and between tries', async () => {
  const server = await serve({ act: () => {} });
  const { cloud } = testCloud(server.url);
  expect(failureOf(await cloud.listPods(AbortSignal.abort())).code).toBe('cancelled');
  expect(server.asked).toHaveLength(0);

  const during = new AbortController();
  const asking = cloud.listPods(during.signal);
  await expect.poll(() => server.asked.length).toBe(1);
  during.abort(new Error('reason of the caller'));
  expect(failureOf(await asking)).toMatchObject({
    code: 'cancelled',
    message: 'Cannot list the pods: it was cancelled.',
  });

  const between = new AbortController();
  const failing = await serve({ status: 503, text: '' });
  const patient = testCloud(failing.url, {
    async sleep() {
      between.abort();
      return 'aborted';
    },
  });
  expect(failureOf(await patient.cloud.listPods(between.signal)).code).toBe('cancelled');
  expect(failing.asked).toHaveLength(1);
});
