/** One answer, read to its end and timed. */
import { afterEach, expect, test } from 'vitest';
import { askOnce } from '../../../../pod-agent/measures/engine/ask-once.ts';
import { freePort } from '../../../neighbours/free-port.ts';
import { answers, nonsense } from './answers.ts';
import { type ByteServer, startByteServer } from './byte-server.ts';
import { targetAt } from './loads.ts';

let server: ByteServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

function patient(signal = new AbortController().signal) {
  return { timeoutMs: 20_000, signal };
}

test.each(answers)('reads $name', async ({ text, status, body, endsByClose }) => {
  server = await startByteServer((socket) => {
    if (endsByClose === true) socket.end(text, 'latin1');
    else socket.write(text, 'latin1');
  });
  const answer = await askOnce(targetAt(server.port), patient());
  if (!answer.ok) throw new Error(answer.reason);
  expect(answer.status).toBe(status);
  expect(answer.body.toString('latin1')).toBe(body);
  expect(answer.connectMs).toBeGreaterThan(0);
  expect(answer.firstByteMs).toBeGreaterThanOrEqual(answer.connectMs);
  expect(answer.totalMs).toBeGreaterThanOrEqual(answer.firstByteMs);
});

test('gives the headers of the last head, in lower case and joined', async () => {
  server = await startByteServer((socket) =>
    socket.write(
      'HTTP/1.1 100 Continue\r\nX-First: 1\r\n\r\nHTTP/1.1 200 OK\r\nVary: A\r\nvary: B\r\nX-Long: a\r\n b\r\nContent-Length: 0\r\n\r\n',
    ),
  );
  const answer = await askOnce(targetAt(server.port), patient());
  expect(answer).toMatchObject({ headers: { vary: 'A, B', 'x-long': 'a b', 'content-length': '0' } });
});

test('sends what it was told', async () => {
  let seen = '';
  server = await startByteServer((socket, request) => {
    seen = request;
    socket.write('HTTP/1.1 204 No Content\r\n\r\n');
  });
  await askOnce({ ...targetAt(server.port, '/a?b=c'), headers: { 'Accept-Encoding': 'br' } }, patient());
  expect(seen).toBe(
    'GET /a?b=c HTTP/1.1\r\nHost: pod.test\r\nUser-Agent: pod-agent\r\nAccept-Encoding: br\r\n\r\n',
  );
});

test.each(Object.entries(nonsense))('says of %s that it is malformed', async (_name, text) => {
  server = await startByteServer((socket) => socket.write(text));
  expect(await askOnce(targetAt(server.port), patient())).toEqual({
    ok: false,
    reason: `127.0.0.1:${server.port}: malformed answer`,
  });
});

test('says why there is no answer', async () => {
  const port = await freePort();
  expect(await askOnce(targetAt(port), patient())).toEqual({
    ok: false,
    reason: `127.0.0.1:${port}: connection refused`,
  });
  server = await startByteServer((socket, request) => {
    if (request.includes('/cut')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
  });
  const reasonOf = async (path: string, timeoutMs: number) => {
    const answer = await askOnce(targetAt(server?.port ?? 0, path), { ...patient(), timeoutMs });
    return answer.ok ? null : answer.reason;
  };
  expect(await reasonOf('/cut', 20_000)).toContain('closed before the answer was complete');
  expect(await reasonOf('/silent', 100)).toContain('no answer within 100 ms');
});

test('the signal ends it', async () => {
  server = await startByteServer(() => undefined);
  const stop = new AbortController();
  const asking = askOnce(targetAt(server.port), patient(stop.signal));
  await expect.poll(() => server?.requestCount()).toBe(1);
  stop.abort();
  expect(await asking).toMatchObject({ ok: false, reason: expect.stringContaining('stopped') });
  await expect.poll(() => server?.openCount()).toBe(0);
  expect(await askOnce(targetAt(server.port), patient(stop.signal))).toMatchObject({ ok: false });
});
