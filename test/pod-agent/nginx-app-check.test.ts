/** What the monitor asks for in a pod whose nginx the agent keeps running. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNginxAppCheck } from '../../pod-agent/nginx-app-check.ts';
import type { ServiceState } from '../../pod-agent/supervisor/service.ts';

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end('ok');
});
let port = 0;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => server.close());

const running: ServiceState = { kind: 'running', pid: 1 };
const check = (path: string, state: ServiceState = running) =>
  createNginxAppCheck({ port, path, nginxState: () => state })(new AbortController().signal);

it.each([
  ['/', '/'],
  ['/app?x=1', '/app?x=1'],
  ['app', '/app'],
  // The page that is made of this very check, however it is written.
  ['/health.json', '/'],
  ['health.json', '/'],
  ['/health.json?x', '/'],
  ['//health.json', '/'],
  ['/./health.json', '/'],
  ['/%68ealth.json', '/'],
  ['/a/../health.json', '/'],
])('for %s it asks %s', async (path, expected) => {
  asked.length = 0;
  expect(await check(path)).toMatchObject({ kind: 'answered' });
  expect(asked).toEqual([expected]);
});

it.each([
  [{ kind: 'idle' }, { kind: 'not-checked', reason: 'nginx is not started yet.' }],
  [{ kind: 'stopping' }, { kind: 'not-checked', reason: 'nginx is being stopped.' }],
  [
    { kind: 'given-up', reason: 'it ended 5 times' },
    { kind: 'failed', reason: 'it ended 5 times' },
  ],
  [
    { kind: 'refused', reason: 'line 3' },
    { kind: 'failed', reason: 'line 3' },
  ],
] as const)('where nginx is %j it does not ask', async (state, expected) => {
  asked.length = 0;
  expect(await check('/', state)).toMatchObject(expected);
  expect(asked).toEqual([]);
});
