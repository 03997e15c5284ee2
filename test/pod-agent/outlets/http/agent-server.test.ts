/** The agent's server over real connections. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { type AgentServer, createAgentServer } from '../../../../pod-agent/outlets/http/agent-server.ts';
import type { AgentView } from '../../../../pod-agent/outlets/http/agent-view.ts';
import type { RouteOptions } from '../../../../pod-agent/outlets/http/routes.ts';
import type { ServedHealth } from '../../../../pod-agent/protocol/served-health.ts';
import { freePort } from '../../../neighbours/free-port.ts';
import { failedPhase, reportAtMs, reportWith, view } from './views.ts';

const token = 'open-sesame-7f3a';
let server: AgentServer | null = null;
let troubles: string[] = [];

afterEach(async () => {
  await server?.close();
  server = null;
  troubles = [];
});

async function start(options: Partial<RouteOptions> & { readonly port?: number } = {}): Promise<string> {
  server = createAgentServer({
    port: 0,
    view: () => view,
    metrics: async (accept) => ({ contentType: 'text/plain', text: `for ${accept ?? 'anybody'}\n` }),
    metricsToken: token,
    wallMs: () => reportAtMs + 1000,
    onTrouble: (text) => troubles.push(text),
    ...options,
  });
  return `http://127.0.0.1:${await server.listen()}`;
}

async function healthOf(shown: Partial<AgentView>, atMs = reportAtMs + 1000) {
  const url = await start({ view: () => ({ ...view, ...shown }), wallMs: () => atMs });
  const answer = await fetch(`${url}/health.json?from=test`);
  const body = (await answer.json()) as ServedHealth;
  await server?.close();
  return { code: answer.status, status: body.status, body, headers: answer.headers };
}

describe('/health.json', () => {
  test('is 200 for a pod that is well, is not kept by anybody, and is JSON', async () => {
    const { code, body, headers } = await healthOf({});
    expect(code).toBe(200);
    expect(body).toMatchObject({ live: true, status: 'ok', podId: 'pod1' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toBe('application/json');
  });

  test('is 503 for one that fails, and for no other', async () => {
    const failing = await healthOf({ report: reportWith('fail', '/ is full') });
    expect([failing.code, failing.status]).toEqual([503, 'fail']);
    const start = { state: 'failed', tookMs: 1, phases: [failedPhase] } as const;
    expect((await healthOf({ start })).code).toBe(503);
    const warning = await healthOf({ report: reportWith('warn', '/ is nearly full') });
    expect([warning.code, warning.status]).toEqual([200, 'warn']);
    const stale = await healthOf({ report: reportWith('fail', '/ is full') }, reportAtMs + 100_000);
    expect([stale.code, stale.status]).toEqual([200, 'unknown']);
    const early = await healthOf({ report: null });
    expect([early.code, early.status]).toEqual([200, 'unknown']);
  });

  test('without its body for HEAD', async () => {
    const answer = await fetch(`${await start()}/health.json`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await answer.text()).toBe('');
  });
});

describe('/metrics', () => {
  test('is open on the loopback address, and told what the scraper takes', async () => {
    const answer = await fetch(`${await start()}/metrics`, {
      headers: { accept: 'text/plain;version=0.0.4' },
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('for text/plain;version=0.0.4\n');
  });

  test('behind the guard is given to who brings the token', async () => {
    const url = await start();
    for (const authorization of [`Bearer ${token}`, `bearer  ${token} `]) {
      const answer = await fetch(`${url}/guarded/metrics`, { headers: { authorization } });
      expect(answer.status).toBe(200);
    }
  });

  test.each([
    {},
    { authorization: '' },
    { authorization: 'Bearer ' },
    { authorization: 'Bearer wrong' },
    { authorization: `Bearer ${token}x` },
    { authorization: `Bearer ${token.slice(0, -1)}` },
    { authorization: `Bearer ${token} ${token}` },
    { authorization: `Basic ${token}` },
    { authorization: token },
  ])('behind the guard is refused with %j', async (headers) => {
    const answer = await fetch(`${await start()}/guarded/metrics`, { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="metrics"');
    expect(await answer.text()).not.toContain(token);
  });

  test('behind the guard does not exist where no token is set, also for who brings none', async () => {
    const url = await start({ metricsToken: null });
    for (const authorization of ['Bearer null', 'Bearer ', 'Bearer undefined']) {
      expect((await fetch(`${url}/guarded/metrics`, { headers: { authorization } })).status).toBe(404);
    }
  });

  test('that cannot be made are an error here, and a line for the operator', async () => {
    const url = await start({ metrics: () => Promise.reject(new Error('EMFILE')) });
    const answer = await fetch(`${url}/metrics`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('EMFILE');
    expect(troubles).toEqual(['Cannot answer a request over HTTP: EMFILE']);
    expect((await fetch(`${url}/health.json`)).status).toBe(200);
  });

  test('that never come are given up', async () => {
    const url = await start({ metrics: () => new Promise(() => {}) });
    const answer = await fetch(`${url}/metrics`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('within 5 s');
  });
});

test.each(['/', '/metrics/', '/health', '/guarded', '/../health.json', '/__proto__'])(
  '%s is not there, and the answer says what is',
  async (path) => {
    const url = new URL(await start());
    const { status, body } = await rawGet(Number(url.port), path);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toEqual({ error: 'There are /health.json and /metrics here.' });
  },
);

test('nothing but GET and HEAD is answered', async () => {
  const url = await start();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await fetch(`${url}/health.json`, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  }
});

test('a port that is taken is named, with the setting that moves it', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  await expect(start({ port })).rejects.toThrow(
    `Cannot listen at 127.0.0.1:${port}: another program listens there already. Set POD_AGENT_HTTP_PORT`,
  );
  other.close();
});

test('nobody reaches it but over the loopback address', async () => {
  const { port } = new URL(await start());
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  if (outside === undefined) return;
  const socket = connect(Number(port), outside.address);
  const [error] = await once(socket, 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('closing ends at once, also connections that are kept and requests that are half sent', async () => {
  const { port } = new URL(await start());
  const kept = new Agent({ keepAlive: true });
  const asked = request({ port, host: '127.0.0.1', path: '/health.json', agent: kept }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  const halfSent = connect(Number(port), '127.0.0.1');
  await once(halfSent, 'connect');
  halfSent.write('GET /health.json HTTP/1.1\r\nHost: ');
  // A reset is an end as well.
  halfSent.on('error', () => {});
  const gone = new Promise<void>((resolve) => halfSent.on('close', () => resolve()));
  const beganMs = performance.now();
  await server?.close();
  server = null;
  await gone;
  // Node itself would keep the quiet connection for five seconds.
  expect(performance.now() - beganMs).toBeLessThan(4000);
  kept.destroy();
});

test('who sends no whole request is not waited for', async () => {
  const { port } = new URL(await start());
  const slow = connect(Number(port), '127.0.0.1');
  await once(slow, 'connect');
  slow.write('GET /health.json HTTP/1.1\r\nX-Slow: ');
  let answer = '';
  slow.on('data', (chunk) => {
    answer += chunk;
  });
  await once(slow, 'close');
  expect(answer).toContain('408');
});

test('a header without end is refused', async () => {
  const url = await start();
  const answer = await fetch(`${url}/health.json`, { headers: { cookie: 'x'.repeat(20_000) } });
  expect(answer.status).toBe(431);
});

async function rawGet(port: number, path: string) {
  const asked = request({ port, host: '127.0.0.1', path, agent: false }).end();
  const [response] = await once(asked, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, body };
}
