import { expect, it } from 'vitest';
import { folded, foldedPath } from '../../../pod-agent/checks/logs/fold.ts';
import { logs } from '../../../pod-agent/checks/logs.ts';
import { judgeTexts, named, noonMs, troubleIn } from './look.ts';

const ours = { isOurImage: true, logFolder: '/log' } as const;

type Line = {
  readonly path?: string;
  readonly status?: number;
  readonly time?: number;
  readonly ago?: number;
};

/** Of our access log. */
function request({ path = '/', status = 200, time = 0.01, ago = 60 }: Line): string {
  const at = new Date(noonMs - ago * 1000).toISOString().replace('.000Z', '+00:00');
  return `{"time":"${at}","remote_addr":"1.2.3.4","method":"GET","path":"${path}","status":${status},"bytes_sent":200,"request_time":${time},"upstream_response_time":null,"user_agent":"x","referer":"","host":"h","request_id":"1"}`;
}

function repeated(count: number, line: Line): readonly string[] {
  return Array.from({ length: count }, () => request(line));
}

function judgeAccess(lines: readonly string[]) {
  return judgeTexts(logs, { 'tail /log/access.log': `${lines.join('\n')}\n` }, { plan: ours });
}

it('counts what failed within ten minutes, and no more', () => {
  const old = repeated(50, { status: 500, ago: 3600 });
  const drafts = judgeAccess([...old, ...repeated(90, {}), ...repeated(10, { status: 502, path: '/api' })]);
  const errors = named(drafts, 'logs-server-errors');
  expect(errors).toMatchObject({ status: 'warn', title: '10 of 100 requests failed (5xx) in 10 min: 10 %' });
  expect(errors.evidence[1]?.value).toBe('502: 10');
  expect(errors.evidence[2]?.value).toBe('/api: 10');
});

it('does not take logs that nobody could read for none', () => {
  const late = { ok: false, reason: 'timeout', message: 'late' } as const;
  const drafts = judgeTexts(logs, { 'logs of applications': late }, { plan: ours });
  expect(named(drafts, 'logs-unread').status).toBe('unknown');
  expect(judgeTexts(logs, {}, { plan: ours })).toMatchObject([{ status: 'skip' }]);
});

it('fails where a fifth of all requests fail', () => {
  const drafts = judgeAccess([...repeated(40, {}), ...repeated(10, { status: 500 })]);
  expect(named(drafts, 'logs-server-errors').status).toBe('fail');
});

it('leaves the agent’s own word about the pod out', () => {
  const drafts = judgeAccess([...repeated(5, {}), ...repeated(50, { status: 503, path: '/health.json' })]);
  expect(troubleIn(drafts)).toEqual([]);
});

it('names slow requests with the 95th percentile and their path', () => {
  const drafts = judgeAccess([...repeated(80, {}), ...repeated(20, { time: 2.5, path: '/generate/77' })]);
  const slow = named(drafts, 'logs-slow-requests');
  expect(slow).toMatchObject({ status: 'warn' });
  expect(slow.title).toBe('20 of 100 requests took more than 1 s in 10 min, 95 % within 2.50 s');
  expect(slow.evidence.at(-1)?.value).toBe('/generate/N: 20');
});

it('takes a slow line of the visitor for no slowness of the pod', () => {
  const big = request({ time: 60 }).replace('"bytes_sent":200', '"bytes_sent":50000000');
  expect(troubleIn(judgeAccess([big, big, big, big]))).toEqual([]);
});

it('leaves its own looks out of the log of another image', () => {
  const look = '127.0.0.1 - - [25/Nov/2026:11:59:00 +0000] "GET / HTTP/1.1" 502 12 "-" "pod-agent"';
  const lineOf = (line: string) => ({ 'tail /var/log/nginx/access.log': `${line}\n`.repeat(5) });
  expect(troubleIn(judgeTexts(logs, lineOf(look)))).toEqual([]);
  expect(troubleIn(judgeTexts(logs, lineOf(look.replace('"pod-agent"', '"curl/8"'))))).toEqual([
    'logs-server-errors',
  ]);
});

it('reads the combined format of other images', () => {
  const line = '1.2.3.4 - - [25/Nov/2026:12:59:00 +0100] "GET /a?b=c HTTP/1.1" 500 12 "-" "curl/8"';
  const drafts = judgeTexts(logs, { 'tail /var/log/nginx/access.log': `cut li\n${`${line}\n`.repeat(4)}` });
  expect(named(drafts, 'logs-server-errors')).toMatchObject({ status: 'warn' });
  expect(JSON.stringify(drafts)).not.toContain('b=c');
});

it.each([
  ['logs-worker-killed', 'fail', '[alert] 7#7: worker process 31 exited on signal 9'],
  ['logs-crash', 'warn', '[alert] 7#7: worker process 31 exited on signal 11 (core dumped)'],
  ['logs-no-space', 'fail', '[crit] 7#7: *1 open() "/x" failed (28: No space left on device)'],
  ['logs-open-files', 'warn', '[crit] 7#7: accept4() failed (24: Too many open files)'],
  ['logs-permission-denied', 'warn', '[error] 7#7: *1 open() "/srv/site/a" failed (13: Permission denied)'],
  ['logs-bind-failed', 'warn', '[emerg] 7#7: bind() to 0.0.0.0:80 failed (98: Address already in use)'],
])('%s', (id, status, line) => {
  const old = `2026/11/25 09:00:00 ${line}`;
  const now = `2026/11/25 13:59:00 ${line}`;
  const texts = { 'tail /log/error.log': `${old}\n${now}\n`, 'time zone': '+0200\n' };
  const draft = named(judgeTexts(logs, texts, { plan: ours }), id);
  expect(draft.status).toBe(status);
  expect(draft.title).toMatch(/: once in 10 min$/);
});

it('calls few refusals of an upstream a remark', () => {
  const line =
    '2026/11/25 11:59:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream';
  const judge = (count: number) =>
    named(
      judgeTexts(logs, { 'tail /log/error.log': `${line}\n`.repeat(count) }, { plan: ours }),
      'logs-upstream-refused',
    );
  expect(judge(2).status).toBe('info');
  expect(judge(3).status).toBe('warn');
});

it('says that there are no logs', () => {
  expect(judgeTexts(logs, {}).map(({ status }) => status)).toEqual(['skip']);
});

it('folds what differs from line to line', () => {
  expect(folded('*3 open() "/a/b.js" failed (2: No such file), client: 10.0.0.7')).toBe(
    '*N open() "…" failed (N: No such file), client: ADDRESS',
  );
  expect(folded('job 8f14e45f-ceea-467f-a0e6-1b0a6e1c2d3e took 17 ms')).toBe('job ID took N ms');
  expect(foldedPath('/users/17/8f14e45fceea467f/photo.png')).toBe('/users/N/ID/photo.png');
});
