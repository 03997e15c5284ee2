/** What a receiver could not be told is told later, once: sockets are real, time is the test's. */
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createNotifier } from '../../../../pod-agent/outlets/notify/notifier.ts';
import { createSend } from '../../../../pod-agent/outlets/notify/send.ts';
import type { HealthAlert } from '../../../../pod-agent/protocol/health-report.ts';
import type { ChannelId } from '../../../../pod-agent/settings/notifications.ts';
import { until } from '../../built-agent.ts';
import { deadUrl, portOf, type Received, type Receiver, startReceiver } from './receiver.ts';
import { alertOf, reportOf, startMs } from './reports.ts';
import { createTestClock } from './test-clock.ts';

const minuteMs = 60_000;
const full = alertOf('disk:/workspace', 'fail');

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** 'cut': it takes the request and breaks the connection before it answers. */
type Answer = number | 'cut';

/** @param answerAt What the receiver does in this minute with what it is sent. */
async function watch(id: ChannelId, answerAt: (minute: number, request: Received) => Answer) {
  const clock = createTestClock();
  const minute = () => clock.monotonicMs() / minuteMs;
  /** What it took, whether or not it said so, as "minute what". */
  const taken: string[] = [];
  const receiver: Receiver = await startReceiver((response, request) => {
    const answer = answerAt(minute(), request);
    if (answer === 'cut' || answer === 200) taken.push(`${minute().toFixed(0)} ${wordsOf(request)}`);
    if (answer === 'cut') response.destroy();
    else response.writeHead(answer, answer === 429 ? { 'retry-after': '3600' } : {}).end();
  });
  const notifier = createNotifier({
    channels: [{ id, url: `${receiver.url}/topic`, key: 'k', variables: [] }],
    repeatMs: 240 * minuteMs,
    minSeverity: 'warn',
    pod: { id: 'abc123', name: 'h100-1', url: null },
    send: createSend({ timeoutMs: 20_000 }),
    clock,
    random: () => 1,
    onTrouble: () => {},
  });
  closing.push(
    () => receiver.close(),
    () => notifier.close(0),
  );
  const settled = () => notifier.figures().queued === 0 || clock.timers().length === 1;
  return {
    taken,
    figures: notifier.figures,
    /** Lets so many minutes pass, with a report at the beginning of each period. */
    async pass(minutes: number, alertsAt: (minute: number) => readonly HealthAlert[], periodMs = minuteMs) {
      for (const end = minute() + minutes; minute() < end; ) {
        notifier.take(reportOf(alertsAt(minute()), { atMs: startMs + clock.monotonicMs() }));
        if (!settled()) await until(settled, 'the end of a try');
        clock.pass(periodMs);
        if (!settled()) await until(settled, 'the end of a try');
      }
    },
  };
}

/** Whether it is an end, and of which alert where the channel's form says so. */
function wordsOf({ body }: Received): string {
  const text = JSON.stringify(body);
  const isEnd = /"event_action":"resolve"|"status":"resolved"|RESOLVED|"endsAt":"2026/.test(text);
  const name = /abc123\/([^"]+)"/.exec(text)?.[1];
  const still = text.includes('STILL') ? 'still ' : '';
  return `${still}${isEnd ? 'end' : 'alert'}${name === undefined ? '' : ` ${name}`}`;
}

/** From one minute until before another. */
function between(minute: number, from: number, to: number): boolean {
  return minute >= from && minute < to;
}

describe('the end of an alert', () => {
  it.each(['webhook', 'slack', 'discord', 'ntfy', 'pagerduty', 'alertmanager'] as const)(
    'is told to %s although its message was given up',
    async (id) => {
      const { pass, taken } = await watch(id, (minute) => (between(minute, 5, 50) ? 503 : 200));
      await pass(600, (minute) => (minute < 10 ? [full] : []));
      const ends = taken.filter((line) => line.includes('end'));
      expect(ends).toHaveLength(1);
      expect(taken.at(-1)).toBe(ends[0]);
      // Within the longest time between two tries, and a report.
      expect(Number.parseInt(ends[0] ?? '', 10)).toBeLessThanOrEqual(56);
    },
  );

  it('is kept for as long as the network is away', async () => {
    const { pass, taken, figures } = await watch('pagerduty', (minute) =>
      between(minute, 5, 200) ? 503 : 200,
    );
    await pass(220, (minute) => (minute < 10 ? [full] : []));
    expect(taken).toEqual(['0 alert disk:/workspace', expect.stringMatching(/^20\d end disk:.workspace$/)]);
    expect(figures().queued).toBe(0);
  });

  it('is told before what came back meanwhile', async () => {
    const { pass, taken } = await watch('slack', (minute) => (between(minute, 5, 50) ? 503 : 200));
    await pass(120, (minute) => (between(minute, 10, 45) ? [] : [full]));
    expect(taken.map((line) => line.replace(/^\d+ /, ''))).toEqual(['alert', 'end', 'alert']);
  });

  it('is not told of an alert that was never told', async () => {
    const { pass, taken } = await watch('slack', (minute) => (minute < 100 ? 503 : 200));
    await pass(300, (minute) => (minute < 5 ? [full] : []));
    expect(taken).toEqual([]);
  });

  it('is told where the alert was taken but the answer was lost', async () => {
    const { pass, taken } = await watch('pagerduty', (minute) =>
      minute === 0 ? 'cut' : minute < 100 ? 503 : 200,
    );
    await pass(300, (minute) => (minute < 5 ? [full] : []));
    expect(taken).toEqual(['0 alert disk:/workspace', expect.stringMatching(/^\d+ end disk:.workspace$/)]);
  });

  it('is told where only a part of the message was taken', async () => {
    const other = alertOf('cpu:use', 'warn');
    const { pass, taken } = await watch('pagerduty', (minute, { body }) =>
      minute < 60 && (minute > 0 || JSON.stringify(body).includes('cpu:use')) ? 503 : 200,
    );
    await pass(120, (minute) => (minute < 33 ? [full, other] : []));
    expect(taken.filter((line) => line.endsWith('disk:/workspace'))).toEqual([
      '0 alert disk:/workspace',
      expect.stringMatching(/ end /),
    ]);
  });

  it('that was refused is told again after an hour, until it is taken', async () => {
    const { pass, taken } = await watch('pagerduty', (minute) => (between(minute, 5, 100) ? 401 : 200));
    await pass(600, (minute) => (minute < 10 ? [full] : []));
    expect(taken).toEqual(['0 alert disk:/workspace', '130 end disk:/workspace']);
  });
});

describe('what goes on', () => {
  it('is told once where an older message of it was given up and a newer one waits', async () => {
    const { pass, taken } = await watch('slack', (minute) => (minute < 33 ? 503 : 200));
    await pass(120, (minute) => (between(minute, 5, 20) ? [] : [full]));
    expect(taken.map((line) => line.replace(/^\d+ /, ''))).toEqual(['end', 'alert']);
  });

  it('is told as going on where it may have been told before', async () => {
    const { pass, taken } = await watch('slack', (minute) =>
      minute === 0 ? 'cut' : minute < 40 ? 503 : 200,
    );
    await pass(120, () => [full]);
    expect(taken).toEqual(['0 alert', expect.stringMatching(/^\d+ still alert$/)]);
  });

  it('is told as soon as there is room where its message had none', async () => {
    const { pass, taken, figures } = await watch('pagerduty', (minute) => (minute < 30 ? 429 : 200));
    const brief = (minute: number) => [alertOf(`app:${minute}`, 'warn')];
    await pass(0.5, brief, 30_000);
    // Its message is the second one, which has to go first.
    await pass(79.5, (minute) => [full, ...(minute < 75 ? brief(minute) : [])], 30_000);
    // Of 120 messages within the hour. What was dropped is not told while it would push out others.
    expect(figures()).toMatchObject({ queued: 0, failed: 0, dropped: 56 });
    expect(taken.filter((line) => line.endsWith('alert disk:/workspace'))).toEqual([
      expect.stringMatching(/^6[0-2] /),
    ]);
  });
});

describe('a request without an answer', () => {
  const send = createSend({ timeoutMs: 1000 });
  const request = { url: '', headers: {}, body: '{}' };

  it('was sent where somebody took the connection', async () => {
    const silent = await startReceiver(() => {});
    closing.push(() => silent.close());
    expect(await send({ ...request, url: silent.url })).toMatchObject({ kind: 'unreachable', wasSent: true });
  });

  it('was not where nobody did, nor where no key was agreed on', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      mute.close();
    });
    for (const url of [await deadUrl(), `https://127.0.0.1:${portOf(mute)}`]) {
      expect(await send({ ...request, url })).toMatchObject({ kind: 'unreachable', wasSent: false });
    }
    expect(sockets).toHaveLength(1);
  });
});
