import { execFile } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { createServer as createHttp, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createForwards, type Forwards } from '../../../source/access/forwards/forwards.ts';
import { readForward } from '../../../source/fleet/forward-spec.ts';
import type { Forward } from '../../../source/fleet/forwards.ts';
import { type Sshd, sshdMissing, startSshd } from '../../neighbours/sshd.ts';
import { doorsTo } from './doors-to.ts';

/** A handshake takes more than the usual second on a machine that is busy. */
const patiently = { timeout: 40_000 };

describe.skipIf(sshdMissing !== null)(`forwards through a real sshd${sshdMissing ?? ''}`, () => {
  let sshd: Sshd;
  let web: Server;
  let webPort = 0;
  const opened: Forwards[] = [];
  const troubles: string[] = [];

  beforeAll(async () => {
    sshd = await startSshd();
    web = createHttp((asked, answer) => {
      if (asked.url === '/slow') answer.write('begun');
      else answer.end(`served ${asked.url ?? ''} ${'x'.repeat(50_000)}`);
    });
    webPort = await listenOn(web, 0);
  });
  afterEach(async () => {
    for (const forwards of opened.splice(0)) await forwards.close();
    troubles.length = 0;
  });
  afterAll(async () => {
    web.closeAllConnections();
    web.close();
    await sshd.stop();
  });

  async function open(typed: string): Promise<{ forwards: Forwards; forward: Forward }> {
    const { doors, target } = await doorsTo(sshd);
    const forwards = createForwards({
      doors,
      nowMs: Date.now,
      onTrouble: (_forward, reason) => troubles.push(reason),
    });
    opened.push({
      ...forwards,
      close: async () => void (await Promise.all([forwards.close(), doors.close()])),
    });
    const spec = readForward(typed);
    if (!spec.ok) throw new Error(spec.reason);
    const made = await forwards.open(target, spec.value);
    if (!made.ok) throw new Error(made.reason);
    return { forwards, forward: made.forward };
  }

  test('a port carries fifty requests at once, and counts them', async () => {
    const { forwards, forward } = await open(`0:127.0.0.1:${webPort}`);
    expect(forward.listensOn).toMatch(/^127\.0\.0\.1:\d+$/);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => get({ port: portOf(forward), path: `/${index}` })),
    );
    expect(answers.map((text) => text.split(' ')[1])).toEqual(
      Array.from({ length: 50 }, (_, index) => `/${index}`),
    );
    await expect
      .poll(() => forwards.snapshot().forwards[0])
      .toMatchObject({ totalConnections: 50, openConnections: 0, failedConnections: 0 });
    expect(forwards.snapshot().forwards[0]?.receivedBytes).toBeGreaterThan(50 * 50_000);
  });

  test('unix sockets on both ends', async () => {
    const there = join(sshd.directory, 'there.sock');
    const here = join(sshd.directory, 'mine', 'here.sock');
    const server = createHttp((_asked, answer) => answer.end('by a socket'));
    await new Promise<void>((resolve) => server.listen(there, resolve));
    try {
      await open(`${here}:${there}`);
      expect(statSync(join(sshd.directory, 'mine')).mode & 0o777).toBe(0o700);
      expect(await get({ socketPath: here, path: '/' })).toBe('by a socket');
      const { forward } = await open(`0:${there}`);
      expect(await get({ port: portOf(forward), path: '/' })).toBe('by a socket');
    } finally {
      server.close();
    }
  });

  test('a socket among what others may reach is refused, and so is what is no socket', async () => {
    const folder = join(sshd.directory, 'open');
    mkdirSync(folder, { mode: 0o755, recursive: true });
    await expect(open(`${folder}/x.sock:localhost:80`)).rejects.toThrow('is open to others');
    await expect(open(`${sshd.clientKeyPath}:localhost:80`)).rejects.toThrow('something else than a socket');
  });

  test('SOCKS leads anywhere that the pod can reach, by name', async () => {
    const { forward } = await open('socks 0');
    const curl = promisify(execFile);
    const { stdout } = await curl('curl', [
      ...['-s', '--max-time', '60', '--socks5-hostname', forward.listensOn],
      `http://localhost:${webPort}/by-name`,
    ]);
    expect(stdout).toContain('served /by-name');
    await expect(
      curl('curl', ['-s', '--socks5-hostname', forward.listensOn, 'http://localhost:1/']),
    ).rejects.toMatchObject({ code: 97 });
    await expect.poll(() => troubles.join(), patiently).toContain('Nothing answers at localhost:1');
  });

  test('a port that is taken is named', async () => {
    await expect(open(`${webPort}:localhost:80`)).rejects.toThrow(
      `port ${webPort} of 127.0.0.1 is taken already`,
    );
  });

  test('where nothing listens in the pod the connection is reset, and the reason told', async () => {
    const { forward, forwards } = await open('0:127.0.0.1:1');
    await expect(get({ port: portOf(forward), path: '/' })).rejects.toThrow(/ECONNRESET|hang up/);
    await expect.poll(() => troubles.join(), patiently).toContain('Nothing answers at 127.0.0.1:1');
    await expect.poll(() => forwards.snapshot().forwards[0]?.failedConnections, patiently).toBe(1);
  });

  test('a listener outlives the connection: what was open is reset, what comes later is served', async () => {
    const { forward, forwards } = await open(`0:127.0.0.1:${webPort}`);
    const slow = get({ port: portOf(forward), path: '/slow' });
    const broken = expect(slow).rejects.toThrow(/ECONNRESET|aborted/);
    await expect.poll(() => forwards.snapshot().forwards[0]?.receivedBytes, patiently).toBeGreaterThan(0);
    await sshd.kill();
    try {
      await broken;
      await expect.poll(() => forwards.snapshot().forwards[0]?.state.kind, patiently).toBe('waiting');
    } finally {
      await sshd.restart();
    }
    expect(await get({ port: portOf(forward), path: '/again' })).toContain('served /again');
    expect(forwards.snapshot().forwards[0]?.state).toEqual({ kind: 'open' });
  });

  test('a pod that is gone takes its forwards along', async () => {
    const { forward, forwards } = await open(`0:127.0.0.1:${webPort}`);
    await get({ port: portOf(forward), path: '/' });
    forwards.follow(new Map());
    expect(forwards.snapshot().forwards).toEqual([]);
    await expect
      .poll(() => get({ port: portOf(forward), path: '/' }).catch(String))
      .toContain('ECONNREFUSED');
  });
});

describe.skipIf(sshdMissing !== null)('an sshd that forwards nothing', () => {
  test('is named as the reason', async () => {
    const sshd = await startSshd({ configuration: ['AllowTcpForwarding no'] });
    const { doors, target } = await doorsTo(sshd);
    const door = await doors.open(target, new AbortController().signal);
    if (!door.ok) throw new Error(door.failure.message);
    const stream = await door.value.openStream?.({ kind: 'tcp', host: 'localhost', port: 80 });
    expect(stream).toMatchObject({
      ok: false,
      failure: {
        message: expect.stringContaining('does not let localhost:80 be forwarded'),
        retriable: false,
      },
    });
    await doors.close();
    await sshd.stop();
  });
});

function portOf({ listensOn }: Forward): number {
  return Number(listensOn.split(':').at(-1));
}

async function listenOn(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function get(where: { port?: number; socketPath?: string; path: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port, socketPath } = where;
    const asking = request(
      {
        path: where.path,
        createConnection: () =>
          socketPath === undefined ? connect(port ?? 0, '127.0.0.1') : connect(socketPath),
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => {
          text += piece;
        });
        answer.on('end', () => resolve(text));
        answer.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end();
  });
}
