/** The load generator against servers that behave and servers that do not. */
import { afterEach, expect, test, vi } from 'vitest';
import { runLoad } from '../../../../pod-agent/measures/engine/run-load.ts';
import { freePort } from '../../../neighbours/free-port.ts';
import { type ByteServer, startByteServer } from './byte-server.ts';
import { okAnswer, shortLoad, targetAt } from './loads.ts';

let server: ByteServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

async function serve(onRequest: Parameters<typeof startByteServer>[0]): Promise<ByteServer> {
  server = await startByteServer(onRequest);
  return server;
}

test('every answer is counted, in the closed loop and in the open one', async () => {
  const { port, requestCount, connectionCount } = await serve((socket) => socket.write(okAnswer));
  const closed = await runLoad(targetAt(port), shortLoad());
  expect(closed.requestCount).toBe(requestCount());
  expect(closed.statuses).toEqual({ 200: closed.requestCount });
  expect(closed.latency?.count).toBe(closed.requestCount);
  expect(closed.errors).toEqual({});
  expect(connectionCount()).toBe(4);

  const open = await runLoad(targetAt(port), shortLoad({ requestsPerSecond: 100 }));
  expect(open.requestCount).toBe(40);
  expect(requestCount()).toBe(closed.requestCount + 40);
});

test('the warm-up is sent and not counted', async () => {
  const { port, requestCount } = await serve((socket) => socket.write(okAnswer));
  const result = await runLoad(targetAt(port), shortLoad({ requestsPerSecond: 100, warmUpMs: 300 }));
  expect(requestCount()).toBe(70);
  expect(result.requestCount).toBe(40);
});

test('too few samples give no tail', async () => {
  const { port } = await serve((socket) => socket.write(okAnswer));
  const few = await runLoad(targetAt(port), shortLoad({ requestsPerSecond: 200 }));
  expect(few.latency).toMatchObject({ count: 80, p99Ms: null, p999Ms: null });
  const more = await runLoad(targetAt(port), shortLoad({ requestsPerSecond: 3000 }));
  expect(more.latency).toMatchObject({ count: 1200, p99Ms: expect.any(Number), p999Ms: null });
});

test('slices come one by one and hold all answers between them', async () => {
  const { port } = await serve((socket) => socket.write(okAnswer));
  const onSlice = vi.fn();
  const { slices, durationMs, requestCount } = await runLoad(
    targetAt(port),
    shortLoad({ durationMs: 600, sliceMs: 150, requestsPerSecond: 200, onSlice }),
  );
  expect(slices.length).toBeGreaterThan(1);
  expect(slices.length).toBeLessThanOrEqual(4);
  expect(onSlice.mock.calls).toEqual(slices.map((slice) => [slice]));
  const spans = slices.map(({ elapsedMs }, index) => elapsedMs - (slices[index - 1]?.elapsedMs ?? 0));
  const answered = slices.reduce(
    (sum, { requestsPerSecond }, index) => sum + (requestsPerSecond * (spans[index] ?? 0)) / 1000,
    0,
  );
  expect(slices.at(-1)?.elapsedMs).toBeLessThanOrEqual(durationMs);
  expect(answered).toBeLessThanOrEqual(requestCount + 0.001);
  expect(answered).toBeGreaterThan(requestCount / 2);
  for (const { p50Ms, p99Ms } of slices.filter(({ requestsPerSecond }) => requestsPerSecond > 0))
    expect(p99Ms).toBeGreaterThanOrEqual(p50Ms ?? Number.POSITIVE_INFINITY);
});

test('an answer that dribbles in byte by byte is one answer', async () => {
  const { port, requestCount } = await serve(async (socket) => {
    for (const byte of Buffer.from(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    )) {
      socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
  });
  const result = await runLoad(targetAt(port), shortLoad());
  expect(result.requestCount).toBeGreaterThan(0);
  expect(result.statuses).toEqual({ 200: requestCount() });
  expect(result.errors).toEqual({});
});

test.each([
  ['says so', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'],
  ['gives no length', 'HTTP/1.1 200 OK\r\n\r\nok'],
])('a server that closes after each answer and %s is asked on new connections', async (_name, answer) => {
  const { port, requestCount, connectionCount } = await serve((socket) => socket.end(answer));
  const result = await runLoad(targetAt(port), shortLoad({ connections: 2 }));
  expect(result.requestCount).toBeGreaterThan(2);
  expect(result.requestCount).toBe(requestCount());
  expect(connectionCount()).toBeGreaterThanOrEqual(requestCount());
  expect(result.errors).toEqual({});
});

test('a connection that the server ends between two requests is no error', async () => {
  const { port, connectionCount } = await serve((socket) => socket.end(okAnswer));
  const load = { requestsPerSecond: 4, durationMs: 1000, connections: 1 };
  const result = await runLoad(targetAt(port), shortLoad(load));
  expect(result.requestCount).toBe(4);
  expect(connectionCount()).toBeGreaterThanOrEqual(4);
  expect(result.errors).toEqual({});
});

test('a port where nobody listens is refused, and not asked without a pause', async () => {
  const port = await freePort();
  const closed = await runLoad(targetAt(port), shortLoad({ connections: 2 }));
  expect(Object.keys(closed.errors)).toEqual(['connection refused']);
  // Two connections, each at most every 100 ms.
  expect(closed.errors['connection refused']).toBeLessThanOrEqual(10);
  expect(closed).toMatchObject({ requestCount: 0, requestsPerSecond: 0, latency: null, statuses: {} });

  const open = await runLoad(targetAt(port), shortLoad({ requestsPerSecond: 100, warmUpMs: 100 }));
  expect(open.errors['no connection to send on']).toBe(40);
});

test('a server that closes connections before anything is asked is not connected to without a pause', async () => {
  server = await startByteServer(
    () => undefined,
    (socket) => socket.end(),
  );
  const result = await runLoad(targetAt(server.port), shortLoad({ connections: 2, requestsPerSecond: 1 }));
  expect(Object.keys(result.errors)).toContain('closed before the answer was complete');
  // Two connections, each at most every 100 ms.
  expect(server.connectionCount()).toBeLessThanOrEqual(12);
});

test.each([
  ['closed before the answer was complete', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
  ['connection reset', (socket) => socket.resetAndDestroy()],
  ['malformed answer', (socket) => socket.write('SMTP\r\n')],
  ['malformed answer', (socket) => socket.write(`${okAnswer}and more`)],
] satisfies [string, Parameters<typeof startByteServer>[0]][])('%s', async (reason, onRequest) => {
  const { port, requestCount } = await serve(onRequest);
  const result = await runLoad(targetAt(port), shortLoad());
  expect(result.errors).toEqual({ [reason]: requestCount() });
  expect(result.requestCount).toBe(0);
  expect(requestCount()).toBeLessThan(100);
});

test('no answer within 5 s is counted, and the run ends', { timeout: 30_000 }, async () => {
  const { port, openCount } = await serve(() => undefined);
  const [closed, open] = await Promise.all([
    runLoad(targetAt(port), shortLoad({ connections: 3 })),
    runLoad(targetAt(port), shortLoad({ connections: 1, requestsPerSecond: 50 })),
  ]);
  expect(closed.errors).toEqual({ 'no answer within 5 s': 3 });
  const lost = Object.values(open.errors).reduce((sum, count) => sum + count, 0);
  expect(lost).toBe(20);
  await expect.poll(() => openCount()).toBe(0);
});

test('the open loop tells of a stall that the closed loop hides', { timeout: 30_000 }, async () => {
  const stall = { fromMs: 600, endMs: 1600 };
  const startedMs = () => performance.now() - beganMs;
  let beganMs = performance.now();
  const { port } = await serve((socket) => {
    const isStalled = startedMs() > stall.fromMs && startedMs() < stall.endMs;
    if (isStalled) setTimeout(() => socket.write(okAnswer), stall.endMs - startedMs());
    else socket.write(okAnswer);
  });
  const closed = await runLoad(targetAt(port), shortLoad({ durationMs: 2500 }));
  beganMs = performance.now();
  const open = await runLoad(targetAt(port), shortLoad({ durationMs: 2500, requestsPerSecond: 500 }));
  // 40 % of the requests fell into the stall, and the longest waited for all of it.
  expect(open.requestCount).toBe(1250);
  expect(open.latency?.p99Ms).toBeGreaterThan(900);
  expect(open.latency?.p90Ms).toBeGreaterThan(600);
  expect(open.generator.lateCount).toBeGreaterThan(300);
  expect(closed.latency?.p90Ms).toBeLessThan(100);
  expect(closed.latency?.maxMs).toBeGreaterThan(500);
});

test('the signal ends it at once, with what there is, and nothing stays open', async () => {
  const { port, openCount } = await serve((socket) => socket.write(okAnswer));
  const before = openResources();
  const stop = new AbortController();
  const running = runLoad(targetAt(port), shortLoad({ durationMs: 60_000, signal: stop.signal }));
  // Long enough to have passed the warm-up, however late this process gets its turn.
  setTimeout(() => stop.abort(), 2000);
  const result = await running;
  expect(result.durationMs).toBeLessThan(50_000);
  expect(result.requestCount).toBeGreaterThan(0);
  await expect.poll(() => openCount()).toBe(0);
  await expect.poll(() => openResources()).toBeLessThanOrEqual(before);
});

test('a signal in the warm-up, or before, gives nothing measured', async () => {
  const { port } = await serve((socket) => socket.write(okAnswer));
  const stop = new AbortController();
  const running = runLoad(targetAt(port), shortLoad({ warmUpMs: 60_000, signal: stop.signal }));
  setTimeout(() => stop.abort(), 50);
  expect(await running).toMatchObject({ requestCount: 0, durationMs: 0, latency: null, slices: [] });
  const late = await runLoad(targetAt(port), shortLoad({ signal: stop.signal }));
  expect(late).toMatchObject({ requestCount: 0, durationMs: 0 });
});

test('a target or an option of no use is refused by name', async () => {
  const bad = { ...targetAt(1), path: '/a b' };
  await expect(runLoad(bad, shortLoad())).rejects.toThrow('"/a b"');
  const broken = { ...targetAt(1), headers: { Accept: 'a\r\nX: y' } };
  await expect(runLoad(broken, shortLoad())).rejects.toThrow('Accept');
  await expect(runLoad(targetAt(1), shortLoad({ connections: 0 }))).rejects.toThrow('0 connections');
  await expect(runLoad(targetAt(1), shortLoad({ requestsPerSecond: -1 }))).rejects.toThrow('-1 requests');
});

/** Sockets and timers of this process: none of a run may outlast it. */
function openResources(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap' || kind === 'Timeout')
    .length;
}
