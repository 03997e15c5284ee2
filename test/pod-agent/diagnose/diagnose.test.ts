/** How a diagnosis is run: what is asked, how long it is waited for, and what comes of a check that hangs. */
import { expect, test } from 'vitest';
import type { Check } from '../../../pod-agent/checks/check.ts';
import { draft } from '../../../pod-agent/checks/machine/draft.ts';
import { diagnose } from '../../../pod-agent/diagnose.ts';
import type { Answer, Host, Source } from '../../../pod-agent/host/host.ts';
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';

type Ask = (source: Source) => Promise<Answer>;

function hostOf(ask: Ask): Host & { readonly asked: Source[] } {
  const asked: Source[] = [];
  return {
    asked,
    answer(source) {
      asked.push(source);
      return ask(source);
    },
    follow: () => ({ stop() {} }),
    wallMs: () => 1_800_000_000_000,
    monotonicMs: () => performance.now(),
  };
}

const never = new Promise<Answer>(() => {});

function fileCheck(id: Check['id'], path: string, cadence: 'once' | 'hot' = 'once'): Check {
  return {
    id,
    title: id,
    needs: () => [{ kind: 'file', id: path, cadence, path }],
    judge({ answers, before }) {
      const answer = answers[path];
      if (answer?.ok !== true) throw new Error(answer?.message ?? 'not asked');
      const earlier = before?.[path];
      const title = earlier?.ok === true ? `${earlier.text} then ${answer.text}` : answer.text;
      return [draft({ id: `${id}-well`, title, status: 'ok', scope: 'container', evidence: [] })];
    },
  };
}

async function eventsOf(
  host: Host,
  table: readonly Check[],
  signal = new AbortController().signal,
): Promise<readonly JobEventBody[]> {
  const events: JobEventBody[] = [];
  for await (const event of diagnose({ host, own: {}, signal, rateMs: 50, checkMs: 400, table }))
    events.push(event);
  return events;
}

test('each check begins, ends as soon as its own sources answered, and the verdict is last', async () => {
  const host = hostOf(async (source) => ({ ok: true, text: `text of ${source.id}` }));
  const events = await eventsOf(host, [fileCheck('disk', '/a'), fileCheck('memory', '/b')]);
  expect(events.map((event) => ('step' in event ? `${event.kind} ${event.step}` : event.kind))).toEqual([
    'step-began disk',
    'step-began memory',
    'step-ended disk',
    'finding',
    'step-ended memory',
    'finding',
    'diagnosis',
    'verdict',
  ]);
  expect(events.at(-1)).toMatchObject({ verdict: 'pass', exitCode: 0 });
});

test('a source that hangs makes its own check unknown, and the others are judged', async () => {
  const host = hostOf((source) => (source.id === '/a' ? never : Promise.resolve({ ok: true, text: 'x' })));
  const events = await eventsOf(host, [fileCheck('disk', '/a'), fileCheck('memory', '/b')]);
  const ended = events.filter((event) => event.kind === 'step-ended');
  expect(ended).toMatchObject([
    { step: 'memory', outcome: 'pass' },
    { step: 'disk', outcome: 'inconclusive', text: expect.stringContaining('did not answer in time') },
  ]);
  expect(events.at(-1)).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
});

test('where even the plan hangs, the checks are run with the usual one', async () => {
  const host = hostOf((source) =>
    source.kind === 'file' && source.path === '/a' ? Promise.resolve({ ok: true, text: 'x' }) : never,
  );
  expect((await eventsOf(host, [fileCheck('disk', '/a')])).at(-1)).toMatchObject({ exitCode: 0 });
});

test('a hot source is asked twice, any other once', async () => {
  let count = 0;
  const host = hostOf(async () => ({ ok: true, text: `${count++}` }));
  const events = await eventsOf(host, [fileCheck('disk', '/hot', 'hot'), fileCheck('memory', '/once')]);
  const paths = host.asked.flatMap((source) => (source.kind === 'file' ? [source.path] : []));
  expect(paths.filter((path) => path === '/hot')).toHaveLength(2);
  expect(paths.filter((path) => path === '/once')).toHaveLength(1);
  const found = events.flatMap((event) => (event.kind === 'finding' ? [event.finding.title] : []));
  expect(found.some((title) => / then /.test(title))).toBe(true);
});

test('a command is told to end before nobody waits for it any more', async () => {
  const command = {
    kind: 'command',
    id: 'slow',
    cadence: 'once',
    argv: ['slow'],
    timeoutMs: 60_000,
  } as const;
  const host = hostOf(async () => ({ ok: true, text: '' }));
  const check = { ...fileCheck('disk', 'slow'), needs: () => [command] };
  await eventsOf(host, [check]);
  const asked = host.asked.find(({ id }) => id === 'slow');
  expect(asked).toMatchObject({ kind: 'command' });
  expect(asked !== undefined && 'timeoutMs' in asked && asked.timeoutMs).toBeLessThan(400);
});

test('a signal ends it at once with a verdict', async () => {
  const controller = new AbortController();
  const host = hostOf((source) => {
    if (source.id === '/a') queueMicrotask(() => controller.abort());
    return source.id === '/a' ? never : Promise.resolve({ ok: true, text: '' });
  });
  const events = await eventsOf(host, [fileCheck('disk', '/a')], controller.signal);
  expect(events.at(-1)).toMatchObject({ kind: 'verdict', verdict: 'stopped', exitCode: 3 });
  expect(events.some(({ kind }) => kind === 'diagnosis')).toBe(false);
});
