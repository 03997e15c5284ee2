/** How much one client may have of a real nginx: requests a second, connections, and time to say what it wants. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nginxMissing, outerAddress, startNginx } from '../../neighbours/nginx.ts';
import { ask, headerOf } from './ask.ts';
import { expectGuarded } from './expected-headers.ts';

const outer = outerAddress();
const title = nginxMissing ?? (outer === null ? 'this machine has loopback addresses only' : outer);

describe.skipIf(nginxMissing !== null || outer === null)(`limits (${title})`, () => {
  const host = outer ?? '';

  it('answers 429 when one address asks too often, and says when to come again', async () => {
    const nginx = await startNginx({ site: { 'index.html': 'page' }, plan: { requestsPerSecond: 5 } });
    try {
      const answers = await Promise.all(Array.from({ length: 40 }, () => ask(nginx.port, '/', { host })));
      const refused = answers.filter(({ status }) => status === 429);
      const answered = answers.filter(({ status }) => status === 200);
      expect(refused.length + answered.length).toBe(40);
      // One and the burst of ten; a slow machine takes part of a second for all of them.
      expect(answered.length).toBeGreaterThanOrEqual(11);
      expect(refused.length).toBeGreaterThan(0);
      for (const answer of refused) {
        expect(headerOf(answer, 'Retry-After')).toBe('1');
        expect(headerOf(answer, 'Cache-Control')).toBe('no-store');
        expectGuarded(answer);
      }
      expect(nginx.errorLog()).toBe('');
    } finally {
      await nginx.stop();
    }
  });

  it('never answers it to the pod itself, whatever it says of its address', async () => {
    const nginx = await startNginx({ site: { 'index.html': 'page' }, plan: { requestsPerSecond: 1 } });
    try {
      const headers = { 'CF-Connecting-IP': '203.0.113.7' };
      const loopback = nginx.plan.hasIpv6 ? '::1' : '127.0.0.1';
      for (const question of [{}, { headers }, { host: loopback }]) {
        const asking = Array.from({ length: 40 }, () => ask(nginx.port, '/', question));
        expect((await Promise.all(asking)).every(({ status }) => status === 200)).toBe(true);
      }
    } finally {
      await nginx.stop();
    }
  });

  it('is not talked out of it by a header', async () => {
    const nginx = await startNginx({ site: { 'index.html': 'page' }, plan: { requestsPerSecond: 1 } });
    try {
      const headers = { 'CF-Connecting-IP': '127.0.0.1', 'X-Real-IP': '127.0.0.1', 'X-Forwarded-For': '::1' };
      const asking = Array.from({ length: 40 }, () => ask(nginx.port, '/', { host, headers }));
      expect((await Promise.all(asking)).some(({ status }) => status === 429)).toBe(true);
    } finally {
      await nginx.stop();
    }
  });

  it('lets one address have 128 answers at a time', async () => {
    const nginx = await startNginx({
      site: { 'large.bin': Buffer.alloc(16 * 1024 * 1024) },
      plan: { requestsPerSecond: 100_000 },
    });
    const sockets: Socket[] = [];
    try {
      for (let count = 0; count < 128; count += 1) sockets.push(await beginDownload(nginx.port, host));
      const answer = await ask(nginx.port, '/', { host });
      expect([answer.status, headerOf(answer, 'Retry-After')]).toEqual([429, '1']);
      expectGuarded(answer);
    } finally {
      for (const socket of sockets) socket.destroy();
      await nginx.stop();
    }
  });

  it('does not wait for a request that does not come', async () => {
    const nginx = await startNginx();
    const socket = connect(nginx.port, '127.0.0.1');
    onTestFinished(async () => {
      socket.destroy();
      await nginx.stop();
    });
    socket.on('error', () => {}); // nginx resets it.
    const ended = new Promise((resolve) => socket.resume().once('close', resolve));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    await ended;
  });
});

/** Asks for the large file and reads its first bytes only, so that nginx stays at it. */
async function beginDownload(port: number, host: string): Promise<Socket> {
  const socket = connect(port, host);
  socket.write('GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'readable');
  return socket;
}
