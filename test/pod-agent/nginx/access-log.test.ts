/** What a real nginx writes down of each request: whose it was, and no secret that stood in an address. */
import { BlockList } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Nginx, nginxMissing, outerAddress, startNginx } from '../../neighbours/nginx.ts';
import { type AgentServer, startAgentServer } from './agent-server.ts';
import { ask, askRaw } from './ask.ts';

/** Loopback, the private networks, and the one that RunPod's proxy is in. */
const believed = new BlockList();
for (const [address, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  believed.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of [
  ['::1', 128],
  ['fc00::', 7],
] as const)
  believed.addSubnet(address, bits, 'ipv6');

function isBelieved(address: string): boolean {
  return believed.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

describe.skipIf(nginxMissing !== null)(`the access log (${nginxMissing ?? 'real nginx'})`, () => {
  let nginx: Nginx;
  let agent: AgentServer;
  beforeAll(async () => {
    agent = await startAgentServer();
    nginx = await startNginx({ plan: { agentPort: agent.port }, site: { 'index.html': 'page' } });
  });
  afterAll(async () => {
    await nginx.stop();
    await agent.stop();
  });

  /** The lines that this one question left, as soon as there are so many. */
  async function linesOf(
    question: () => Promise<unknown>,
    count = 1,
  ): Promise<readonly Record<string, unknown>[]> {
    const before = (await nginx.accessLog(0)).length;
    await question();
    return (await nginx.accessLog(before + count)).slice(before);
  }

  it('has an object a line', async () => {
    const headers = {
      'User-Agent': 'a "browser"\\ \tx',
      Referer: 'https://example.org/from?token=secret',
      Host: 'Pod.example',
    };
    const lines = await linesOf(() => ask(nginx.port, '/pods/a%20b?token=secret', { headers }));
    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
        remote_addr: '127.0.0.1',
        method: 'GET',
        path: '/pods/a%20b',
        status: 200,
        bytes_sent: expect.any(Number),
        request_time: expect.any(Number),
        upstream_response_time: null,
        user_agent: 'a "browser"\\ \tx',
        referer: 'https://example.org/from',
        host: 'pod.example',
        request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
  });

  it('says how long the agent took, and nothing of what was answered', async () => {
    agent.answerWith({ status: 200, body: 'up 1' });
    const headers = { Authorization: 'Bearer secret' };
    const [line] = await linesOf(() => ask(nginx.port, '/metrics', { headers }));
    expect(line).toMatchObject({ path: '/metrics', upstream_response_time: expect.any(Number) });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('is JSON also for requests that are none', async () => {
    for (const text of ['\x01\x02"\\\r\n\r\n', 'GET /"\\\x1f HTTP/1.1\r\nHost: x\r\n\r\n']) {
      const [line] = await linesOf(() => askRaw(nginx.port, text));
      expect(line).toMatchObject({ status: 400, remote_addr: '127.0.0.1' });
    }
    const [early] = await linesOf(() => askRaw(nginx.port, 'GET /\r\n'));
    expect(early).toMatchObject({ path: '/' });
  });

  it('is UTF-8 also where a client sends bytes that are not, and ends there', async () => {
    const sent = {
      'GET /a\xffb HTTP/1.1': { path: '/a', status: 200 },
      [`GET /${'b'.repeat(998)}\xc3\xa9 HTTP/1.1`]: { path: `/${'b'.repeat(998)}` },
      'GET /caf\xc3\xa9 HTTP/1.1': { path: '/caf' },
      'GET / HTTP/1.1\r\nUser-Agent: c\xffd': { user_agent: 'c' },
      [`GET / HTTP/1.1\r\nUser-Agent: ${'d'.repeat(299)}\xc3\xa9`]: { user_agent: 'd'.repeat(299) },
      'GET / HTTP/1.1\r\nReferer: https://e\xff': { referer: 'https://e' },
      'GET /\xff"\\\xfe HTTP/1.1\r\nUser-Agent: \xff\r\nReferer: \xff': {
        path: '/',
        user_agent: '',
        referer: '',
      },
    };
    for (const [head, expected] of Object.entries(sent)) {
      const bytes = Buffer.from(`${head}\r\nHost: pod\r\nConnection: close\r\n\r\n`, 'latin1');
      const [line] = await linesOf(() => askRaw(nginx.port, bytes));
      expect(line).toMatchObject(expected);
    }
    const [host] = await linesOf(() =>
      askRaw(nginx.port, Buffer.from('GET / HTTP/1.1\r\nHost: p\xff\r\nConnection: close\r\n\r\n', 'latin1')),
    );
    expect(host).toMatchObject({ host: 'p', status: 200 });
  });

  it('takes the beginning of what is long', async () => {
    const headers = { 'User-Agent': 'a'.repeat(4000) };
    const [line] = await linesOf(() => ask(nginx.port, `/${'b'.repeat(4000)}`, { headers }));
    expect(line).toMatchObject({ user_agent: 'a'.repeat(300), path: `/${'b'.repeat(999)}` });
  });

  it("has the client's address where a proxy that is believed tells it", async () => {
    for (const address of ['203.0.113.7', '2001:db8::7']) {
      const [line] = await linesOf(() => ask(nginx.port, '/', { headers: { 'CF-Connecting-IP': address } }));
      expect(line).toMatchObject({ remote_addr: address });
    }
    const [line] = await linesOf(() =>
      ask(nginx.port, '/', { headers: { 'X-Forwarded-For': '203.0.113.7' } }),
    );
    expect(line).toMatchObject({ remote_addr: '127.0.0.1' });
  });

  it('believes of a list what the last that is no proxy said', async () => {
    const networks = ['127.9.9.9', '10.1.2.3', '172.31.2.3', '192.168.2.3', '100.127.2.3', '::1', 'fd12::3'];
    const strangers = ['11.1.2.3', '172.32.2.3', '192.169.2.3', '100.128.2.3', '2001:db8::3'];
    const other = await startNginx({ plan: { realAddressHeader: 'X-Forwarded-For' } });
    try {
      for (const last of [...networks, ...strangers])
        await ask(other.port, '/', { headers: { 'X-Forwarded-For': `198.51.100.1, 203.0.113.7, ${last}` } });
      const lines = await other.accessLog(networks.length + strangers.length);
      expect(lines.map((line) => line.remote_addr)).toEqual([
        ...networks.map(() => '203.0.113.7'),
        ...strangers,
      ]);
    } finally {
      await other.stop();
    }
  });

  const stranger = outerAddress((address) => !isBelieved(address));
  it.skipIf(stranger === null)(
    `does not believe a client that is no proxy (${stranger ?? 'every address here is private'})`,
    async () => {
      const headers = { 'CF-Connecting-IP': '203.0.113.7' };
      const [line] = await linesOf(() => ask(nginx.port, '/', { host: stranger ?? '', headers }));
      expect(line).toMatchObject({ remote_addr: stranger });
    },
  );

  it('leaves out what the pod itself asks for its health', async () => {
    agent.answerWith({ status: 200, body: '{}' });
    const lines = await linesOf(async () => {
      await ask(nginx.port, '/health.json');
      agent.answerWith('hang-up');
      await ask(nginx.port, '/health.json?again');
      await ask(nginx.port, '/after');
    });
    expect(lines.map(({ path }) => path)).toEqual(['/after']);
  });

  it('leaves out what the agent asks of the site, and nothing of one that has a similar name', async () => {
    const others = ['pod-agent/2', 'a pod-agent', 'Pod-Agent', ''];
    const lines = await linesOf(async () => {
      for (const name of ['pod-agent', ...others])
        await ask(nginx.port, '/checked?a=b', { headers: { 'User-Agent': name } });
    }, others.length);
    expect(lines.map((line) => line.user_agent)).toEqual(others);
  });

  const outer = outerAddress();
  it.skipIf(outer === null)(
    `has it where somebody else asks (${outer ?? 'no other address here'})`,
    async () => {
      const [line] = await linesOf(() => ask(nginx.port, '/health.json', { host: outer ?? '' }));
      expect(line).toMatchObject({ path: '/health.json', remote_addr: outer, status: 503 });
    },
  );

  it.skipIf(outer === null)(
    `has somebody else who takes the agent's name (${outer ?? 'no other address here'})`,
    async () => {
      const headers = { 'User-Agent': 'pod-agent' };
      const [line] = await linesOf(() => ask(nginx.port, '/', { host: outer ?? '', headers }));
      expect(line).toMatchObject({ remote_addr: outer, user_agent: 'pod-agent' });
    },
  );
});
