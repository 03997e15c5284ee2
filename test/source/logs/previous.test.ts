import { expect, test } from 'vitest';
import { previousLogs } from '../../../source/logs/previous.ts';
import type { CloudLogEvent, LogCloud, LogsRequest } from '../../../source/runpod/log-cloud.ts';

type Told = readonly [second: number, source: 'container' | 'system', text: string];

const twoRuns: readonly Told[] = [
  [0, 'system', 'create container lab/x:1'],
  [1, 'system', 'start container for lab/x:1: begin'],
  [1.1, 'system', 'start container for lab/x:1: done'],
  [2, 'container', 'first run'],
  [3, 'container', 'Traceback (most recent call last):'],
  [4, 'system', 'stop container'],
  [10, 'system', 'create container lab/x:2'],
  [11, 'system', 'start container for lab/x:2: begin'],
  [12, 'container', 'second run'],
];

test('what stands between the last two starts, without the making of the next container', async () => {
  expect(await textsOf(twoRuns)).toEqual([
    'start container for lab/x:1: begin',
    'start container for lab/x:1: done',
    'first run',
    'Traceback (most recent call last):',
    'stop container',
  ]);
  expect(await textsOf(twoRuns, { source: 'container', tail: 1 })).toEqual([
    'Traceback (most recent call last):',
  ]);
  expect(await textsOf(twoRuns, { source: 'container', sinceMs: 2500 })).toEqual([
    'Traceback (most recent call last):',
  ]);
});

test('also where all that RunPod says of itself comes before what the container printed', async () => {
  const apart = [...twoRuns].sort(([, left], [, right]) => right.localeCompare(left));
  expect(await textsOf(apart)).toContain('Traceback (most recent call last):');
  expect(await textsOf(apart)).not.toContain('second run');
});

test('of three runs the last but one; a program that ended by itself is started without being made', async () => {
  const looping: readonly Told[] = [
    ...twoRuns,
    [20, 'system', 'start container for lab/x:2: begin'],
    [21, 'container', 'third run'],
  ];
  expect(await textsOf(looping, { source: 'container' })).toEqual(['second run']);
});

test('of a container whose start is not told any more, what is left of it', async () => {
  const late = twoRuns.slice(3).map(([second, ...rest]): Told => [second + 100_000, ...rest]);
  expect(await textsOf(late, { source: 'container' })).toEqual([
    'first run',
    'Traceback (most recent call last):',
  ]);
});

test.each<[string, readonly Told[], RegExp]>([
  ['one start', twoRuns.slice(0, 4), /one start only, and keeps no line from before 1970-01-01T00:00:00Z/],
  ['no start', [], /tells of no start/],
  [
    'nothing kept of the run before',
    twoRuns.filter(([second, source]) => source === 'system' || second > 10),
    /keeps no line of the container that was started at 1970-01-01T00:00:01Z/,
  ],
])('%s: it is said, with what can be done', async (_name, lines, said) => {
  const events = await eventsOf(lines);
  const failed = events.flatMap((event) => (event.kind === 'failed' ? [event.failure] : []));
  expect(failed).toMatchObject([
    { code: 'not-found', message: expect.stringMatching(said), hint: expect.stringContaining('--source /') },
  ]);
});

async function textsOf(told: readonly Told[], wanted: Partial<LogsRequest> = {}) {
  const events = await eventsOf(told, wanted);
  return events.map((event) => (event.kind === 'line' ? event.text : event.kind));
}

async function eventsOf(told: readonly Told[], wanted: Partial<LogsRequest> = {}) {
  const request: LogsRequest = {
    ...{ podId: 'p', source: null, tail: 200, sinceMs: null, lastEventId: null, follow: false },
    ...wanted,
  };
  const events: CloudLogEvent[] = [];
  for await (const event of previousLogs(cloudOf(told)).podLogs(request, new AbortController().signal))
    events.push(event);
  return events;
}

/** As RunPod does it: a time in place of a tail, and sources apart. */
function cloudOf(told: readonly Told[]): LogCloud {
  return {
    async *podLogs({ source, sinceMs }) {
      for (const [second, from, text] of told)
        if ((source ?? from) === from && second * 1000 >= (sinceMs ?? 0))
          yield { kind: 'line', id: null, atMs: second * 1000, source: from, text };
    },
  };
}
