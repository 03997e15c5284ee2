/** Receivers that are slow, away, angry or overrun. Time passes by the test's clock; sockets are real. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../pod-agent/outlets/notify/clock.ts';
import {
  createNotifier,
  type Notifier,
  type NotifierOptions,
} from '../../../../pod-agent/outlets/notify/notifier.ts';
import { createSend } from '../../../../pod-agent/outlets/notify/send.ts';
import type { ChannelSettings } from '../../../../pod-agent/settings/notifications.ts';
import { until } from '../../built-agent.ts';
import { deadUrl, portOf, type Receiver, startReceiver } from './receiver.ts';
import { alertOf, reportOf } from './reports.ts';
import { createTestClock } from './test-clock.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function receive(answer?: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  closing.push(() => receiver.close());
  return receiver;
}

function webhookAt(url: string): ChannelSettings {
  return {
    id: 'webhook',
    url: `${url}/s3cret-path`,
    key: 's3cret-token',
    variables: ['POD_AGENT_NOTIFY_WEBHOOK_URL'],
  };
}

function notify(channels: readonly ChannelSettings[], more: Partial<NotifierOptions> = {}) {
  const clock = createTestClock();
  const troubles: string[] = [];
  const notifier = createNotifier({
    channels,
    repeatMs: 3_600_000,
    minSeverity: 'warn',
    pod: { id: 'abc123', name: 'h100-1', url: null },
    send: createSend({ timeoutMs: 20_000 }),
    clock,
    // The longest wait that is possible.
    random: () => 1,
    onTrouble: (message) => troubles.push(message),
    ...more,
  });
  closing.push(() => notifier.close(0));
  return { notifier, clock, troubles };
}

async function bundle(contents: string): Promise<string> {
  const resolveDir = fileURLToPath(new URL('../../../..', import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

const full = alertOf('disk:/workspace', 'fail');
const firing = reportOf([full]);
const over = reportOf([]);

/** Another alert for each, so that each is one message. */
function takeMany(notifier: Notifier, count: number): void {
  for (let index = 0; index < count; index++) {
    notifier.take(reportOf([alertOf(`disk:/mnt/${index}`, 'fail')]));
  }
}

describe('a receiver that cannot be reached', () => {
  it('is tried again at growing distances, and hears of all in order when it is back', async () => {
    let isUp = false;
    const receiver = await receive((response) => response.writeHead(isUp ? 204 : 503).end());
    const { notifier, clock, troubles } = notify([webhookAt(receiver.url)]);
    notifier.take(firing);
    notifier.take(over);
    for (const [tries, waitMs] of [
      2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000,
    ].entries()) {
      await until(() => receiver.requests.length === tries + 1 && clock.timers().length === 1, 'a try');
      expect(clock.timers()).toEqual([waitMs]);
      clock.pass(waitMs - 1);
      expect(clock.timers()).toEqual([1]);
      if (tries === 8) isUp = true;
      clock.pass(1);
    }
    await until(() => notifier.figures().sent === 2, 'both messages');
    expect(receiver.requests.slice(-2).map(({ body }) => body)).toMatchObject([
      { status: 'firing' },
      { status: 'resolved' },
    ]);
    expect(troubles).toEqual([
      'Notifications: webhook cannot be told now: HTTP status 503. It is tried again. Set by POD_AGENT_NOTIFY_WEBHOOK_URL.',
    ]);
    expect(clock.timers()).toEqual([]);
  });

  it('is tried at a time of chance, so that many pods do not come at once', async () => {
    const { notifier, clock } = notify([webhookAt(await deadUrl())], { random: () => 0.25 });
    notifier.take(firing);
    for (const waitMs of [1250, 1750, 2750]) {
      await until(() => clock.timers().length === 1, 'a try');
      expect(clock.timers()).toEqual([waitMs]);
      clock.pass(waitMs);
    }
  });

  it('is asked again only for what it has not taken of a message', async () => {
    const receiver = await receive((response, _request, count) =>
      response.writeHead(count === 2 ? 503 : 202).end(),
    );
    const { notifier, clock } = notify([
      { id: 'pagerduty', url: receiver.url, key: 'k', variables: ['POD_AGENT_NOTIFY_PAGERDUTY_KEY'] },
    ]);
    notifier.take(reportOf([full, alertOf('cpu:use', 'warn'), alertOf('app:down', 'fail')]));
    await until(() => clock.timers().length === 1, 'a wait');
    clock.pass(2000);
    await until(() => notifier.figures().sent === 1, 'the message');
    const components = receiver.requests.map(
      ({ body }) => (body as { payload: { component: string } }).payload.component,
    );
    expect(components).toEqual(['disk', 'cpu', 'cpu', 'app']);
  });

  it('is given up after half an hour, and told anew of what goes on then', async () => {
    const { notifier, clock, troubles } = notify([webhookAt(await deadUrl())]);
    notifier.take(reportOf([full, alertOf('gpu:missing', 'fail')]));
    notifier.take(firing);
    while (notifier.figures().failed < 2) {
      await until(() => clock.timers().length === 1 || notifier.figures().failed === 2, 'the next try');
      clock.pass(300_000);
    }
    expect(troubles.map((text) => text.replace(/ Set by.*/, ''))).toEqual([
      'Notifications: webhook cannot be told now: connection refused, nothing listens there. It is tried again.',
      'Notifications: webhook was not told: messages that have waited for 30 min are given up.',
    ]);
    expect(notifier.figures()).toEqual({ queued: 0, sent: 0, failed: 2, dropped: 0 });
    notifier.take(firing);
    expect(notifier.figures().queued).toBe(1);
  });

  it.each([
    ['Retry-After in seconds', { 'retry-after': '90' }, '', 90_000],
    ['Retry-After as a date', { 'retry-after': 'Wed, 25 Nov 2026 13:21:05 GMT' }, '', 60_000],
    [
      "Discord's retry_after",
      {},
      '{"message": "You are being rate limited.", "retry_after": 64.57, "global": false}',
      64_570,
    ],
    ['the longer of both', { 'retry-after': '65' }, '{"retry_after": 64.57}', 65_000],
    ['no time at all', {}, '<html>', 2000],
    ['a time before the next try', { 'retry-after': '0' }, '', 2000],
  ])('is left alone for as long as it asks: %s', async (_, headers, body, waitMs) => {
    const receiver = await receive((response, _request, count) => {
      response.writeHead(count === 1 ? 429 : 200, headers).end(count === 1 ? body : '');
    });
    const { notifier, clock } = notify([webhookAt(receiver.url)]);
    notifier.take(firing);
    await until(() => clock.timers().length === 1, 'a wait');
    expect(clock.timers()).toEqual([waitMs]);
    // What comes meanwhile waits as well.
    notifier.take(over);
    clock.pass(waitMs - 1);
    expect(receiver.requests).toHaveLength(1);
    clock.pass(1);
    await until(() => notifier.figures().sent === 2, 'both messages');
  });
});

describe('a receiver that refuses', () => {
  it.each([
    [404, 'HTTP status 404, the address is wrong or has been withdrawn.'],
    [401, 'HTTP status 401, the key is not accepted.'],
    [302, 'HTTP status 302, it sends to another address, which has to be given instead.'],
    [418, 'HTTP status 418.'],
  ])('with %s is not asked again, and that is told once without a secret', async (status, why) => {
    const other = await receive();
    const receiver = await receive((response) => {
      response.writeHead(status, { location: other.url }).end('bad token s3cret-token at /s3cret-path');
    });
    const { notifier, clock, troubles } = notify([webhookAt(receiver.url)]);
    notifier.take(firing);
    notifier.take(over);
    await until(() => notifier.figures().failed === 2, 'two refusals');
    expect([receiver.requests.length, other.requests.length, clock.timers().length]).toEqual([2, 0, 0]);
    expect(troubles).toEqual([
      `Notifications: webhook does not take messages: ${why} Set by POD_AGENT_NOTIFY_WEBHOOK_URL.`,
    ]);
    // It is not asked with each report, but when the alert is due again.
    notifier.take(firing);
    await until(() => notifier.figures().failed === 3, 'the third');
    notifier.take(firing);
    expect(notifier.figures()).toEqual({ queued: 0, sent: 0, failed: 3, dropped: 0 });
  });
});

describe('one receiver beside another', () => {
  it('is not delayed by one that never answers, nor by one that is away', async () => {
    const silent = await receive(() => {});
    const quick = await receive();
    const { notifier } = notify([
      webhookAt(silent.url),
      { id: 'slack', url: await deadUrl(), key: null, variables: [] },
      { id: 'ntfy', url: `${quick.url}/topic`, key: null, variables: [] },
    ]);
    notifier.take(firing);
    notifier.take(over);
    await until(() => quick.requests.length === 2, 'the quick one');
    // One request in flight, whatever waits behind it.
    expect(silent.requests).toHaveLength(1);
  });

  it('is told why the silent one was not: there was no answer in time', async () => {
    const silent = await receive(() => {});
    const { notifier, troubles } = notify([webhookAt(silent.url)], { send: createSend({ timeoutMs: 100 }) });
    notifier.take(firing);
    await until(() => troubles.length === 1, 'the timeout');
    expect(troubles[0]).toContain('cannot be told now: no answer within 0.1 s.');
  });

  it('reads no more of an endless answer than it needs, and survives one that is no HTTP', async () => {
    const endless = await receive((response) => {
      const timer = setInterval(() => response.write('x'.repeat(4096)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const sockets: Socket[] = [];
    const rude = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      rude.close();
    });
    const { notifier, troubles } = notify([
      webhookAt(endless.url),
      webhookAt(`http://127.0.0.1:${portOf(rude)}`),
    ]);
    notifier.take(firing);
    await until(() => notifier.figures().sent === 1 && troubles.length === 1, 'both ends');
    expect(troubles[0]).toContain('cannot be told now: HPE_INVALID_CONSTANT.');
  });
});

describe('the queue', () => {
  it('is bounded: what has no room is dropped, counted and told', async () => {
    const silent = await receive(() => {});
    const { notifier, troubles } = notify([webhookAt(silent.url)]);
    takeMany(notifier, 70);
    expect(notifier.figures()).toEqual({ queued: 64, sent: 0, failed: 0, dropped: 6 });
    expect(troubles).toEqual([
      'Notifications: webhook is behind: its queue is full, and messages are dropped. Set by POD_AGENT_NOTIFY_WEBHOOK_URL.',
    ]);
  });

  it('lets the oldest repeat go first, and keeps only the newest of the same repeats', async () => {
    let isUp = false;
    const receiver = await receive((response) => response.writeHead(isUp ? 200 : 500).end());
    const { notifier, clock } = notify([webhookAt(receiver.url)], { repeatMs: 1 });
    const long = alertOf('cpu:use', 'warn');
    notifier.take(reportOf([long]));
    await until(() => clock.timers().length === 1, 'a wait');
    for (let round = 0; round < 5; round++) {
      // Less than the time of the next try.
      clock.pass(10);
      notifier.take(reportOf([long]));
    }
    // The first, which may be on its way, and one repeat.
    expect(notifier.figures()).toMatchObject({ queued: 2, dropped: 0 });
    for (let index = 0; index < 63; index++) {
      const alert = alertOf(`disk:/mnt/${index}`, 'fail', { resolvedAtMs: null });
      notifier.take(reportOf([long, alert]));
    }
    expect(notifier.figures()).toMatchObject({ queued: 64, dropped: 1 });
    isUp = true;
    clock.pass(60_000);
    await until(() => notifier.figures().queued === 0, 'an empty queue');
    const taken = receiver.requests.slice(1).map(({ body }) => (body as { alerts: unknown[] }).alerts.length);
    expect(taken[0]).toBe(1);
    expect(taken).toHaveLength(64);
    expect(taken.slice(2).every((count) => count > 1)).toBe(true);
  });
});

describe('the end', () => {
  it('waits for what is on its way and tries what waits once', async () => {
    const receiver = await receive((response) => setTimeout(() => response.end(), 20));
    const { notifier } = notify([webhookAt(receiver.url)], { clock: systemClock });
    takeMany(notifier, 3);
    await notifier.close(40_000);
    expect(notifier.figures()).toEqual({ queued: 0, sent: 3, failed: 0, dropped: 0 });
    notifier.take(firing);
    expect(notifier.figures().queued).toBe(0);
  });

  it('does not wait for one that is away, nor for one that asked to be left alone', async () => {
    const angry = await receive((response) => response.writeHead(429, { 'retry-after': '60' }).end());
    const dead = { id: 'slack', url: await deadUrl(), key: null, variables: [] } as const;
    const { notifier, troubles } = notify([webhookAt(angry.url), dead], { clock: systemClock });
    takeMany(notifier, 2);
    await until(() => troubles.length === 2, 'both troubles');
    await notifier.close(60_000);
    expect(angry.requests).toHaveLength(1);
    expect(notifier.figures()).toEqual({ queued: 0, sent: 0, failed: 4, dropped: 0 });
    expect(
      troubles
        .slice(2)
        .map((text) => text.replace(/ Set by.*/, ''))
        .sort(),
    ).toEqual([
      'Notifications: slack has not got all: 2 messages were left at the end.',
      'Notifications: webhook has not got all: 2 messages were left at the end.',
    ]);
  });

  it('is not put off by a queue that waits: the process ends although nobody closed it', async () => {
    const away = await receive((response) => response.writeHead(503).end());
    const child = spawn(process.execPath, ['--input-type=module', '-'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    closing.push(() => child.kill('SIGKILL'));
    child.stdin.end(
      await bundle(`
        import { createNotifier } from './pod-agent/outlets/notify/notifier.ts';
        import { createSend } from './pod-agent/outlets/notify/send.ts';
        import { alertOf, reportOf } from './test/pod-agent/outlets/notify/reports.ts';
        const notifier = createNotifier({
          channels: [{ id: 'webhook', url: '${away.url}', key: null, variables: [] }],
          repeatMs: 1, minSeverity: 'warn', pod: { id: null, name: 'pod', url: null },
          send: createSend(), onTrouble() {},
        });
        notifier.take(reportOf([alertOf('gpu:missing', 'fail')]));
      `),
    );
    const [code] = await once(child, 'exit');
    expect([code, away.requests.length]).toEqual([0, 1]);
  });

  it('comes at the deadline where one never answers, and leaves no connection', async () => {
    let isConnected = true;
    const silent = await receive((response) => {
      response.on('close', () => {
        isConnected = false;
      });
    });
    const { notifier } = notify([webhookAt(silent.url)], {
      clock: systemClock,
      send: createSend({ timeoutMs: 60_000 }),
    });
    takeMany(notifier, 2);
    await until(() => silent.requests.length === 1, 'the request');
    await notifier.close(50);
    expect(notifier.figures()).toEqual({ queued: 0, sent: 0, failed: 2, dropped: 0 });
    await until(() => !isConnected, 'the end of the connection');
  });
});
