import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { readChallenge } from '../../../../source/jobs/registry/challenge.ts';
import {
  apiUrlOf,
  isLoopback,
  loginKeysOf,
  plainKey,
} from '../../../../source/jobs/registry/registry-host.ts';
import { basicAuth, registryAt } from './make.ts';

type Answer = (request: IncomingMessage & { readonly body: string }, response: ServerResponse) => void;
type Server = { readonly host: string; readonly seen: readonly string[] };

const { signal } = new AbortController();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server of literal answers, which keeps what it was asked, and with which login. */
async function serve(answer: (host: string) => Answer): Promise<Server> {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen.push(
      `${request.method} ${request.url} ${request.headers.authorization ?? '-'}${body === '' ? '' : ` ${body}`}`,
    );
    answer(host)(Object.assign(request, { body }), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close().closeAllConnections());
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { host, seen };
}

const digest = `sha256:${'ab'.repeat(32)}`;

/** Asks for a token of its own service, as Docker Hub does. */
function withTokens(token: string, then: Answer): (host: string) => Answer {
  return (host) => (request, response) => {
    if (request.url?.startsWith('/token')) return void response.end(JSON.stringify({ token }));
    if (request.headers.authorization === `Bearer ${token}`) return then(request, response);
    response.writeHead(401, {
      'www-authenticate': `Bearer realm="http://${host}/token",service="test registry",scope="repository:acme/app:pull"`,
    });
    response.end();
  };
}

const giveDigest: Answer = (_, response) =>
  void response.writeHead(200, { 'docker-content-digest': digest }).end();

test('a token is got by the login, for the scope that is asked for, and used again', async () => {
  const server = await serve(withTokens('token-one', giveDigest));
  const registry = registryAt(server.host, {
    dockerConfig: { auths: { [server.host]: basicAuth('ann', 'secret') } },
  });
  expect(await registry.digestOf('acme/app', '1', signal)).toEqual({ ok: true, value: digest });
  expect(await registry.digestOf('acme/app', '2', signal)).toEqual({ ok: true, value: digest });
  const basic = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
  expect(server.seen).toEqual([
    'HEAD /v2/acme/app/manifests/1 -',
    `GET /token?service=test+registry&scope=repository%3Aacme%2Fapp%3Apull ${basic}`,
    'HEAD /v2/acme/app/manifests/1 Bearer token-one',
    'HEAD /v2/acme/app/manifests/2 Bearer token-one',
  ]);
});

test('without a login a token is got all the same: public images are read so', async () => {
  const server = await serve(withTokens('token-two', giveDigest));
  expect(await registryAt(server.host).digestOf('acme/app', '1', signal)).toEqual({
    ok: true,
    value: digest,
  });
  expect(server.seen[1]).toMatch(/^GET \/token\?.* -$/);
});

test('a kept identity token is exchanged, and never sent as a password', async () => {
  const server = await serve(withTokens('token-three', giveDigest));
  const registry = registryAt(server.host, {
    dockerConfig: { auths: { [server.host]: { auth: '', identitytoken: 'kept' } } },
  });
  expect(await registry.digestOf('acme/app', '1', signal)).toEqual({ ok: true, value: digest });
  expect(server.seen[1]).toMatch(
    /^POST \/token - grant_type=refresh_token&client_id=pod-engine&.*refresh_token=kept/,
  );
});

test('a login goes to no other host by a redirect', async () => {
  const other = await serve(() => giveDigest);
  const server = await serve(
    withTokens(
      'token-four',
      (_, response) => void response.writeHead(307, { location: `http://${other.host}/elsewhere` }).end(),
    ),
  );
  expect(await registryAt(server.host).digestOf('acme/app', '1', signal)).toEqual({
    ok: true,
    value: digest,
  });
  expect(other.seen).toEqual(['HEAD /elsewhere -']);
});

test('an upload that begins at another host is taken back there without the login', async () => {
  const other = await serve(() => (_, response) => void response.writeHead(204).end());
  const server = await serve(
    withTokens(
      'token-five',
      (_, response) => void response.writeHead(202, { location: `http://${other.host}/upload/1` }).end(),
    ),
  );
  expect(await registryAt(server.host).canPush('acme/app', signal)).toEqual({ ok: true, value: null });
  expect(other.seen).toEqual(['DELETE /upload/1 -']);
});

test('a registry that leads in a circle is given up', async () => {
  const server = await serve(
    () => (request, response) => void response.writeHead(307, { location: request.url ?? '/' }).end(),
  );
  expect(await registryAt(server.host).digestOf('acme/app', '1', signal)).toMatchObject({
    ok: false,
    code: 'unreachable',
    reason: expect.stringContaining('more than 5 times'),
  });
});

test('where HEAD says no digest, that of the manifest itself is taken', async () => {
  const server = await serve(
    () => (request, response) => void response.end(request.method === 'GET' ? 'abc' : ''),
  );
  expect(await registryAt(server.host).digestOf('acme/app', '1', signal)).toEqual({
    ok: true,
    value: 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
});

test('a manifest that is not what its digest says is not believed', async () => {
  const server = await serve(() => giveDigest);
  expect(await registryAt(server.host).digestOf('acme/app', digest, signal)).toMatchObject({
    ok: false,
    code: 'unexpected',
  });
});

test('tags are read page by page', async () => {
  const server = await serve(() => (request, response) => {
    if (request.url?.includes('last=b')) return void response.end('{"tags":["c"]}');
    response.setHeader('link', '</v2/acme/app/tags/list?n=2&last=b>; rel="next"');
    response.end('{"tags":["a","b"]}');
  });
  expect(await registryAt(server.host).tags('acme/app', signal)).toEqual({
    ok: true,
    value: ['a', 'b', 'c'],
  });
});

test.each([
  [403, 'refused', 'does not allow it'],
  [404, 'refused', 'knows no such repository'],
  [405, 'refused', 'switched off'],
  [429, 'unexpected', 'no more requests for now'],
  [503, 'unexpected', 'a fault of its own (HTTP 503)'],
  [418, 'unexpected', 'answered HTTP 418'],
])('HTTP %i is told in words, with what the registry says, made safe', async (status, code, words) => {
  const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'no \u001b]0;title\u0007way' }] });
  const server = await serve(() => (_, response) => void response.writeHead(status).end(body));
  const answer = await registryAt(server.host).canPush('acme/app', signal);
  expect(answer).toMatchObject({ ok: false, code, reason: expect.stringContaining(words) });
  expect(answer.ok ? '' : answer.reason).toContain('(DENIED: no way)');
});

test('a caller that stops is answered at once', async () => {
  const server = await serve(() => () => undefined);
  const stopping = new AbortController();
  const asked = registryAt(server.host).digestOf('acme/app', '1', stopping.signal);
  setTimeout(() => stopping.abort(), 50);
  expect(await asked).toMatchObject({
    ok: false,
    code: 'unreachable',
    reason: expect.stringContaining('stopped'),
  });
});

test.each([
  ['docker.io', 'https://registry-1.docker.io'],
  ['ghcr.io', 'https://ghcr.io'],
  ['registry.example:5000', 'https://registry.example:5000'],
  ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['localhost:5000', 'http://localhost:5000'],
  ['[::1]:5000', 'http://[::1]:5000'],
])('%s is reached at %s', (host, url) => {
  expect(apiUrlOf(host)).toBe(url);
});

test('only loopback is plain', () => {
  expect(['127.0.0.1', '127.8.8.8:1', 'app.localhost'].every(isLoopback)).toBe(true);
  expect(['127.0.0.1.example', 'localhost.example', '10.0.0.1'].some(isLoopback)).toBe(false);
});

test('logins of Docker Hub are found under each of its names, the most exact first', () => {
  expect(plainKey('https://index.docker.io/v1/')).toBe('index.docker.io');
  expect(loginKeysOf('docker.io', 'acme/app').slice(0, 4)).toEqual([
    'docker.io/acme/app',
    'index.docker.io/acme/app',
    'registry-1.docker.io/acme/app',
    'docker.io/acme',
  ]);
  expect(loginKeysOf('docker.io', 'acme/app')).toContain('index.docker.io');
});

test.each([
  ['Basic realm="x"', { kind: 'basic' }],
  [
    'Bearer realm="https://auth.example/token",service="s",scope="repository:a/b:pull,push"',
    { kind: 'bearer', realm: 'https://auth.example/token', service: 's', scope: 'repository:a/b:pull,push' },
  ],
  [
    'bearer Realm=https://auth.example/token',
    { kind: 'bearer', realm: 'https://auth.example/token', service: null, scope: null },
  ],
  ['Bearer realm="nowhere"', null],
  [null, null],
])('the challenge %j is read', (header, challenge) => {
  expect(readChallenge(header)).toEqual(challenge);
});
