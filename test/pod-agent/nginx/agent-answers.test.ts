/** /health.json and /metrics through a real nginx: what the agent says, and what is said where it is silent. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Nginx, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { type AgentServer, startAgentServer } from './agent-server.ts';
import { ask, headerOf, textOf } from './ask.ts';
import { expectedSecurityHeaders, expectGuarded } from './expected-headers.ts';

const fallbackHealth = '{"schema":1,"live":false}\n';
const json = { 'Content-Type': 'application/json' };

describe.skipIf(nginxMissing !== null)(`the agent behind nginx (${nginxMissing ?? 'real nginx'})`, () => {
  let agent: AgentServer;
  let nginx: Nginx;
  beforeAll(async () => {
    agent = await startAgentServer();
    nginx = await startNginx({
      plan: { agentPort: agent.port },
      site: { 'index.html': 'page', 'health.json': 'of the site', metrics: 'of the site' },
      fallbackHealth,
    });
  });
  afterAll(async () => {
    await nginx.stop();
    await agent.stop();
  });
  beforeEach(() => {
    agent.answerWith({ status: 500, body: 'nothing was expected' });
  });

  const replies = [
    { status: 200, body: '{"status":"ok"}' },
    { status: 503, body: '{"status":"fail"}' },
    { status: 500, body: 'the agent stumbled' },
    { status: 502, body: 'not of nginx' },
    { status: 504, body: 'not of nginx either' },
  ];

  it.each(replies)("passes on the agent's $status", async ({ status, body }) => {
    agent.answerWith({ status, body, headers: json });
    const answer = await ask(nginx.port, '/health.json');
    expect([answer.status, textOf(answer)]).toEqual([status, body]);
    expect(headerOf(answer, 'Content-Type')).toBe('application/json');
    expect(headerOf(answer, 'Cache-Control')).toBe('no-store');
    expectGuarded(answer);
  });

  it('has each header once where the agent sends them too', async () => {
    const headers = {
      ...expectedSecurityHeaders,
      'X-Frame-Options': 'SAMEORIGIN',
      'Cache-Control': 'public',
    };
    agent.answerWith({ status: 200, body: '{}', headers });
    const answer = await ask(nginx.port, '/health.json');
    expect(headerOf(answer, 'Cache-Control')).toBe('no-store');
    expectGuarded(answer);
  });

  it('tells the agent nothing of the client', async () => {
    agent.answerWith({ status: 200, body: '{}', headers: json });
    const headers = { Cookie: 'a=b', Authorization: 'Bearer t', 'X-Anything': 'x', 'Content-Length': '3' };
    await ask(nginx.port, '/health.json', { headers, body: 'abc' });
    const { method, path, headers: sent } = agent.asked.at(-1) ?? {};
    expect([method, path]).toEqual(['GET', '/health.json']);
    expect(sent).toEqual({ host: '127.0.0.1', connection: 'close' });
  });

  it.each(['//health.json', '/%68ealth.json', '/./health.json', '/x/../health.json?a=b'])(
    'knows the page of health by another spelling of its path: %s',
    async (path) => {
      agent.answerWith({ status: 200, body: '{}', headers: json });
      expect((await ask(nginx.port, path)).status).toBe(200);
      expect(agent.asked.at(-1)?.path.replace(/\?.*/, '')).toBe('/health.json');
      agent.answerWith('hang-up');
      await expectFallback(nginx, path);
    },
  );

  it.each(['//metrics', '/%6detrics', '/./metrics'])('and that of metrics: %s', async (path) => {
    agent.answerWith({ status: 200, body: 'up 1', headers: json });
    expect((await ask(nginx.port, path)).status).toBe(200);
    expect(agent.asked.at(-1)?.path).toBe('/guarded/metrics');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'])('does not pass on %s', async (method) => {
    const before = agent.asked.length;
    for (const path of ['/health.json', '/metrics']) {
      const answer = await ask(nginx.port, path, { method });
      expect(answer.status).toBe(405);
      expectGuarded(answer);
    }
    expect(agent.asked.length).toBe(before);
  });

  it('serves the fallback where the agent says nothing', async () => {
    agent.answerWith('silence');
    await expectFallback(nginx);
  });

  it('serves the fallback where the agent hangs up', async () => {
    agent.answerWith('hang-up');
    await expectFallback(nginx);
  });

  it('serves the fallback where no agent listens, and the agent again when it is back', async () => {
    const other = await startNginx({ fallbackHealth });
    try {
      await expectFallback(other);
      expect((await ask(other.port, '/health.json', { method: 'HEAD' })).status).toBe(503);
    } finally {
      await other.stop();
    }
    agent.answerWith('hang-up');
    await expectFallback(nginx);
    agent.answerWith({ status: 200, body: '{}', headers: json });
    expect((await ask(nginx.port, '/health.json')).status).toBe(200);
  });

  it('still answers 503 where nobody wrote a fallback', async () => {
    const other = await startNginx();
    try {
      const answer = await ask(other.port, '/health.json');
      expect([answer.status, headerOf(answer, 'Cache-Control')]).toEqual([503, 'no-store']);
      expectGuarded(answer);
    } finally {
      await other.stop();
    }
  });

  it('passes /metrics on with the token, and with what the client reads', async () => {
    agent.answerWith(({ headers }) =>
      headers.authorization === 'Bearer right'
        ? { status: 200, body: 'up 1\n', headers: { 'Content-Type': 'text/plain; version=0.0.4' } }
        : { status: 401, body: 'no', headers: { 'WWW-Authenticate': 'Bearer' } },
    );
    const headers = { Authorization: 'Bearer right', Accept: 'text/plain', Cookie: 'a=b' };
    const answer = await ask(nginx.port, '/metrics?x=1', { headers });
    expect([answer.status, textOf(answer)]).toEqual([200, 'up 1\n']);
    expect(headerOf(answer, 'Cache-Control')).toBe('no-store');
    expectGuarded(answer);
    const { path, headers: sent } = agent.asked.at(-1) ?? {};
    expect(path).toBe('/guarded/metrics?x=1');
    expect(sent).toEqual({
      host: '127.0.0.1',
      connection: 'close',
      accept: 'text/plain',
      authorization: 'Bearer right',
    });
    for (const without of [{}, { Authorization: 'Bearer wrong' }]) {
      const refused = await ask(nginx.port, '/metrics', { headers: without });
      expect(refused.status).toBe(401);
      expect(headerOf(refused, 'WWW-Authenticate')).toBe('Bearer');
      expect(headerOf(refused, 'Cache-Control')).toBe('no-store');
      expectGuarded(refused);
    }
  });

  it('says of /metrics that the agent is silent', async () => {
    agent.answerWith('hang-up');
    const answer = await ask(nginx.port, '/metrics');
    expect([answer.status, headerOf(answer, 'Cache-Control')]).toEqual([502, 'no-store']);
    expectGuarded(answer);
  });

  it('has no /metrics where none are served, and never the guarded path', async () => {
    const other = await startNginx({
      plan: { agentPort: agent.port, servesMetrics: false },
      site: { 'index.html': 'page', metrics: 'of the site' },
    });
    const before = agent.asked.length;
    try {
      const answer = await ask(other.port, '/metrics', { headers: { Authorization: 'Bearer right' } });
      expect([answer.status, headerOf(answer, 'Cache-Control')]).toEqual([404, 'no-store']);
      expectGuarded(answer);
      expect(textOf(await ask(nginx.port, '/guarded/metrics'))).toBe('page');
    } finally {
      await other.stop();
    }
    expect(agent.asked.length).toBe(before);
  });
});

async function expectFallback(nginx: Nginx, path = '/health.json'): Promise<void> {
  const answer = await ask(nginx.port, path);
  expect([answer.status, textOf(answer)]).toEqual([503, fallbackHealth]);
  expect(headerOf(answer, 'Content-Type')).toBe('application/json');
  expect(headerOf(answer, 'Cache-Control')).toBe('no-store');
  expectGuarded(answer);
}
