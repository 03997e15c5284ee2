import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createSecret } from '../../../../source/base/secret.ts';
import type { CloudLogEvent, LogsRequest } from '../../../../source/runpod/log-cloud.ts';
import type { LogTiming } from '../../../../source/runpod/rest/log-reader.ts';
import { podLogs } from '../../../../source/runpod/rest/pod-logs.ts';
import type { WireOptions } from '../../../../source/runpod/rest/wire.ts';
import { createWireRecord } from '../../../../source/runpod/wire-record.ts';
import { type Answer, type Asked, problem, type RestServer, startRest, testKey } from './rest-server.ts';

const servers: RestServer[] = [];
const endings: AbortController[] = [];

afterEach(async () => {
  for (const ending of endings.splice(0)) ending.abort();
  const misfits = servers.flatMap((server) => server.misfits);
  await Promise.all(servers.splice(0).map((server) => server.close()));
  expect(misfits).toEqual([]);
});

const podPath = 'GET /v2/pods/p1/logs';
const firstMs = Date.parse('2026-06-01T12:00:00Z');

type Line = { readonly id: string; readonly ts: string; readonly source: string; readonly line: string };

function lineOf(number: number, source = 'container'): Line {
  const ts = new Date(firstMs + number).toISOString();
  return { id: `${ts}/${String(number).padStart(12, '0')}`, ts, source, line: `line ${number}` };
}

function written({ id, ...data }: Line): string {
  return `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

function numbers(from: number, until: number): readonly number[] {
  return Array.from({ length: until - from }, (_, index) => from + index);
}

function textOf(from: number, until: number): string {
  return numbers(from, until)
    .map((number) => written(lineOf(number)))
    .join('');
}

type Told = (response: ServerResponse, asked: Asked) => void;

function streaming(tell: Told): Answer {
  return {
    act(response, asked) {
      response.writeHead(200, { 'content-type': 'text/event-stream', ratelimit: '"minute";r=41;t=9' });
      response.flushHeaders();
      tell(response, asked);
    },
  };
}

type Following = {
  readonly events: AsyncGenerator<CloudLogEvent>;
  readonly ending: AbortController;
  readonly options: WireOptions;
  readonly server: RestServer;
};

const usual: LogsRequest = {
  podId: 'p1',
  source: null,
  tail: 100,
  sinceMs: null,
  lastEventId: null,
  follow: true,
};

const patient: LogTiming = { silenceMs: 20_000, quietMs: 300, firstLineMs: 20_000 };

async function follow(
  answers: Answer | readonly Answer[],
  { timing = patient, ...changes }: Partial<LogsRequest> & { timing?: LogTiming } = {},
): Promise<Following> {
  const server = await startRest({ [podPath]: answers });
  servers.push(server);
  const ending = new AbortController();
  endings.push(ending);
  const options: WireOptions = {
    url: server.url,
    apiKey: createSecret(testKey),
    version: '0.0.0-test',
    fetch,
    sleep: async () => 'slept',
    random: () => 1,
    nowMs: Date.now,
    timeoutMs: 10_000,
    onNote: () => {},
    hasStandIn: () => false,
    record: createWireRecord({ wire: 'rest', nowMs: Date.now }),
  };
  const events = podLogs(options, { ...usual, ...changes }, ending.signal, timing);
  return { events, ending, options, server };
}

/** Until so many lines have been told, or the end. */
async function take(events: AsyncGenerator<CloudLogEvent>, count: number): Promise<CloudLogEvent[]> {
  const taken: CloudLogEvent[] = [];
  let lines = 0;
  for (;;) {
    if (lines >= count) return taken;
    const next = await events.next();
    if (next.done === true) return taken;
    taken.push(next.value);
    if (next.value.kind === 'line') lines++;
  }
}

function lines(events: readonly CloudLogEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'line' ? [event.text] : []));
}

function wanted(from: number, until: number): readonly string[] {
  return numbers(from, until).map((number) => `line ${number}`);
}

test('lines as they come, with their ids, times and sources', async () => {
  const { events, server, options } = await follow(
    streaming((response) => {
      response.write(': keep-alive\n\n');
      response.write(written(lineOf(0)));
      response.write(written(lineOf(1, 'system')));
    }),
    { source: null, tail: 7 },
  );
  expect(await take(events, 2)).toEqual([
    { kind: 'line', id: lineOf(0).id, atMs: firstMs, source: 'container', text: 'line 0' },
    { kind: 'line', id: lineOf(1).id, atMs: firstMs + 1, source: 'system', text: 'line 1' },
  ]);
  expect(server.asked[0]).toMatchObject({
    path: '/v2/pods/p1/logs?tail=7',
    headers: { accept: 'text/event-stream', authorization: `Bearer ${testKey}` },
  });
  expect(options.record.status()).toMatchObject({
    state: { kind: 'live' },
    allowance: { windows: [{ name: 'minute', remaining: 41 }] },
  });
});

test.each([
  {
    asked: { source: 'system', tail: 9000 },
    path: '/v2/pods/p1/logs?source=system&tail=5000',
    id: undefined,
  },
  { asked: { sinceMs: firstMs }, path: '/v2/pods/p1/logs?since=2026-06-01T12%3A00%3A00.000Z', id: undefined },
  { asked: { sinceMs: firstMs, lastEventId: 'abc/7' }, path: '/v2/pods/p1/logs', id: 'abc/7' },
  { asked: { lastEventId: 'a\nb: c' }, path: '/v2/pods/p1/logs?tail=100', id: undefined },
] as const)('asked for $asked it sends $path', async ({ asked, path, id }) => {
  const { events, server } = await follow(
    streaming((response) => response.write(written(lineOf(3)))),
    asked,
  );
  await take(events, 1);
  expect(server.asked[0]?.path).toBe(path);
  expect(server.asked[0]?.headers['last-event-id']).toBe(id);
});

test('a flood arrives whole and in order, however it is cut', async () => {
  const flood = Buffer.from(`${textOf(0, 20_000)}${written({ ...lineOf(20_000), line: 'ünï · 漢字 · 🚀' })}`);
  const { events } = await follow(
    streaming(async (response) => {
      for (let at = 0; at < flood.length; at += 7919) response.write(flood.subarray(at, at + 7919));
    }),
  );
  const told = lines(await take(events, 20_001));
  expect(told.slice(0, -1)).toEqual(wanted(0, 20_000));
  expect(told.at(-1)).toBe('ünï · 漢字 · 🚀');
});

test('a reader that waits keeps the sender waiting', async () => {
  let sent = 0;
  const { events } = await follow(
    streaming(async (response) => {
      const closed = once(response, 'close');
      while (!response.destroyed && sent < 400_000) {
        const isTaken = response.write(textOf(sent, sent + 1000));
        sent += 1000;
        if (!isTaken) await Promise.race([once(response, 'drain'), closed]);
      }
    }),
  );
  expect(lines(await take(events, 1))).toEqual(['line 0']);
  let before = -1;
  while (before !== sent) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(sent).toBeLessThan(200_000);
  expect(lines(await take(events, 4999))).toEqual(wanted(1, 5000));
});

/** Tells what lies after the id it is given, or the last line once more; then the connection breaks amid a line. */
function breaking(isInclusive: boolean): Told {
  return (response, { headers }) => {
    const last = headers['last-event-id'];
    const lastNumber = last === undefined ? -1 : Number(String(last).split('/')[1]);
    const from = isInclusive ? Math.max(0, lastNumber) : lastNumber + 1;
    const whole = textOf(from, from + 10);
    response.write(`${whole}${written(lineOf(from + 10)).slice(0, 40)}`, () =>
      setTimeout(() => response.destroy(), 5),
    );
  };
}

test.each([
  { from: 'after', isInclusive: false },
  { from: 'with', isInclusive: true },
])(
  'over lost connections no line is lost and none told twice, where RunPod goes on $from the last',
  async ({ isInclusive }) => {
    const { events, server } = await follow(streaming(breaking(isInclusive)));
    const told = await take(events, 60);
    expect(lines(told)).toEqual(wanted(0, 60));
    const reconnecting = told.filter((event) => event.kind === 'reconnecting');
    expect(reconnecting.length).toBeGreaterThanOrEqual(5);
    // Each loss is the first after something was told, so no wait grows.
    expect(new Set(reconnecting.map(({ waitMs }) => waitMs))).toEqual(new Set([500]));
    expect(reconnecting[0]).toEqual({
      kind: 'reconnecting',
      reason: 'RunPod closed the connection',
      waitMs: 500,
    });
    expect(server.asked[1]?.headers['last-event-id']).toBe(lineOf(9).id);
  },
);

test('lines of one id and one text are told as often as they were written', async () => {
  const same = written({
    id: '2026-06-01T12:00:00Z',
    ts: '2026-06-01T12:00:00Z',
    source: 'container',
    line: '.',
  });
  const { events } = await follow([
    streaming((response) => response.write(same.repeat(3), () => setTimeout(() => response.destroy(), 5))),
    streaming((response) => response.write(`${same.repeat(4)}${written(lineOf(7))}`)),
  ]);
  expect(lines(await take(events, 5))).toEqual(['.', '.', '.', '.', 'line 7']);
});

test('without ids it goes on from the time of the last line', async () => {
  const bare = (number: number) => written(lineOf(number)).replace(/^id: .*\n/, '');
  const { events, server } = await follow([
    streaming((response) =>
      response.write(`${bare(1)}${bare(2)}`, () => setTimeout(() => response.destroy(), 5)),
    ),
    streaming((response) => response.write(`${bare(2)}${bare(3)}`)),
  ]);
  expect(lines(await take(events, 3))).toEqual(wanted(1, 4));
  expect(server.asked[1]?.path).toBe('/v2/pods/p1/logs?since=2026-06-01T12%3A00%3A00.002Z');
});

test('the line that is gone on from is not told again', async () => {
  const { events } = await follow(
    streaming((response) => response.write(textOf(4, 7))),
    { lastEventId: lineOf(4).id },
  );
  expect(lines(await take(events, 2))).toEqual(wanted(5, 7));
});

test('who asked for nothing of before still gets what came while the connection was lost', async () => {
  const { events, server } = await follow(
    [
      streaming((response) => setTimeout(() => response.destroy(), 5)),
      streaming((response) => response.write(textOf(1, 2))),
    ],
    { tail: 0 },
  );
  await take(events, 1);
  expect(server.asked[0]?.path).toBe('/v2/pods/p1/logs?tail=0');
  const since = new URL(server.asked[1]?.path ?? '', 'http://x').searchParams.get('since') ?? '';
  expect(Math.abs(Date.parse(since) - Date.now())).toBeLessThan(60_000);
});

test('a silent connection is made anew, one with comments is not', async () => {
  const { events, server } = await follow(
    [
      streaming((response) => {
        const beat = setInterval(() => response.write(':\n\n'), 40);
        response.once('close', () => clearInterval(beat));
        setTimeout(() => response.write(written(lineOf(1))), 1400);
        setTimeout(() => clearInterval(beat), 1600);
      }),
      streaming((response) => response.write(written(lineOf(2)))),
    ],
    { timing: { ...patient, silenceMs: 1000 } },
  );
  const told = await take(events, 2);
  expect(lines(told)).toEqual(['line 1', 'line 2']);
  expect(told[1]).toMatchObject({ kind: 'reconnecting', reason: 'nothing came for 1 s' });
  expect(server.asked).toHaveLength(2);
});

test.each([401, 403, 404, 410])('HTTP %i is the end', async (status) => {
  const { events, server } = await follow(problem(status, 'no'));
  const told = await take(events, 1);
  expect(told).toMatchObject([
    { kind: 'failed', failure: { message: expect.stringMatching(/^Cannot read the logs of pod p1: /) } },
  ]);
  expect((await events.next()).done).toBe(true);
  expect(server.asked).toHaveLength(1);
});

test('a page in place of a stream is the end', async () => {
  const { events } = await follow({ text: '<html><title>Sign in</title></html>' });
  expect(await take(events, 1)).toMatchObject([{ kind: 'failed', failure: { code: 'unexpected' } }]);
});

test('what may pass is tried again, later each time, and as late as RunPod asks', async () => {
  const busy = { ...problem(503, 'busy'), headers: { 'retry-after': '7' } };
  const answers = [
    problem(500, 'a'),
    problem(502, 'b'),
    busy,
    streaming((response) => response.write(textOf(0, 1))),
  ];
  const { events } = await follow(answers);
  const told = await take(events, 1);
  expect(told.map((event) => (event.kind === 'reconnecting' ? event.waitMs : event.kind))).toEqual([
    500,
    1000,
    7000,
    'line',
  ]);
});

test('it ends at once when it is aborted: while it waits for a line, for an answer, and for another try', async () => {
  const waiting = await follow(streaming(() => {}));
  const line = waiting.events.next();
  setTimeout(() => waiting.ending.abort(), 100);
  expect(await line).toEqual({ done: true, value: undefined });

  const unanswered = await follow({ act: () => {} });
  const answer = unanswered.events.next();
  setTimeout(() => unanswered.ending.abort(), 100);
  expect(await answer).toEqual({ done: true, value: undefined });

  const lost = await follow(streaming((response) => response.destroy()));
  expect((await lost.events.next()).value).toMatchObject({ kind: 'reconnecting' });
  lost.ending.abort();
  expect(await lost.events.next()).toEqual({ done: true, value: undefined });
});

test('who stops reading closes the connection', async () => {
  let close: (() => void) | null = null;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const { events } = await follow(
    streaming((response) => {
      response.once('close', () => close?.());
      response.write(textOf(0, 2));
    }),
  );
  for await (const _ of events) break;
  await closed;
});

test('without following it ends with the last line that was asked for', async () => {
  const { events } = await follow(
    streaming((response) => response.write(textOf(0, 9))),
    { follow: false, tail: 5 },
  );
  expect(lines(await take(events, 99))).toEqual(wanted(0, 5));
});

test('without following it ends when nothing more comes, with comments or without', async () => {
  const { events } = await follow(
    streaming((response) => {
      response.write(textOf(0, 3));
      const beat = setInterval(() => response.write(':\n\n'), 50);
      response.once('close', () => clearInterval(beat));
    }),
    { follow: false },
  );
  expect(lines(await take(events, 99))).toEqual(wanted(0, 3));
});

test('without following it ends with what a busy pod writes after it was asked', async () => {
  const { events } = await follow(
    streaming((response) => {
      response.write(textOf(0, 3));
      let number = 0;
      const flow = setInterval(() => {
        const ts = new Date(Date.now() + 5000).toISOString();
        response.write(written({ id: `${ts}/${number++}`, ts, source: 'container', line: 'later' }));
      }, 20);
      response.once('close', () => clearInterval(flow));
    }),
    { follow: false, timing: { ...patient, quietMs: 20_000 } },
  );
  expect(lines(await take(events, 99))).toEqual(wanted(0, 3));
});

test('without following a pod without logs has none, and one that cannot be asked fails after some tries', async () => {
  const empty = await follow(
    streaming(() => {}),
    { follow: false, timing: { ...patient, firstLineMs: 100 } },
  );
  expect(await take(empty.events, 1)).toEqual([]);
  const none = await follow(
    streaming(() => {}),
    { follow: false, tail: 0 },
  );
  expect(await take(none.events, 1)).toEqual([]);
  expect(none.server.asked).toEqual([]);
  const failing = await follow(problem(500, 'x'), { follow: false });
  expect((await take(failing.events, 1)).map(({ kind }) => kind)).toEqual([
    'reconnecting',
    'reconnecting',
    'failed',
  ]);
  const lost = await follow(
    streaming((response) => setTimeout(() => response.destroy(), 5)),
    { follow: false },
  );
  expect((await take(lost.events, 1)).at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'network' } });
});

test('text is made safe, colours stay, and no line is longer than 16 KiB', async () => {
  const line = (text: string) => written({ ...lineOf(1), line: text });
  const { events } = await follow(
    streaming((response) => {
      response.write(line('\u001b[1;31mred\u001b[0m\u001b[2J\u001b]52;c;aGk=\u0007 \u202eend\r\n'));
      response.write(line('y'.repeat(50_000)));
      response.write(line(`key ${testKey}`));
      response.write('data: no json\n\n');
      response.write(`id: 9\ndata: ${'z'.repeat(1_100_000)}\n\n`);
    }),
  );
  const [red, long, key, cut] = lines(await take(events, 4));
  expect(red).toBe('\u001b[1;31mred\u001b[0m end');
  expect(long).toHaveLength(16_384);
  expect(key).toBe('key [redacted]');
  expect(cut).toBe('(a line of more than 1 MiB was left out)');
});
