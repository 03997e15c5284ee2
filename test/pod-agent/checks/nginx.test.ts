import { expect, it } from 'vitest';
import type { PodPlan } from '../../../pod-agent/checks/check.ts';
import { nginx } from '../../../pod-agent/checks/nginx.ts';
import type { Answer } from '../../../pod-agent/host/host.ts';
import { judgeTexts, named, troubleIn } from './look.ts';

function stat(pid: number, name: string, parent: number, group: number, state = 'S'): string {
  return `${pid} (${name}) ${state} ${parent} ${group} ${group} 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 100 0 90\n`;
}

const table =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const init = stat(1, 'tini', 0, 1);
const healthy = init + stat(10, 'nginx', 1, 10) + stat(11, 'nginx', 10, 10) + stat(12, 'nginx', 10, 10);
const page = 'HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\nhello';

function status(active: number, accepts: number, handled: number): string {
  return `HTTP/1.1 200 OK\r\n\r\nActive connections: ${active} \nserver accepts handled requests\n ${accepts} ${handled} 99 \nReading: 0 Writing: 1 Waiting: 0 \n`;
}

const well = {
  'process stats': healthy,
  '/proc/net/tcp': table,
  'nginx -t': '',
  'nginx.conf': 'worker_processes 2;\nevents {\n    worker_connections 100;\n}\n',
  application: page,
};
const ours: Partial<PodPlan> = { isOurImage: true, logFolder: '/log' };

function judge(texts: Readonly<Record<string, string | Answer>>, plan: Partial<PodPlan> = ours) {
  return judgeTexts(nginx, { ...well, ...texts }, { plan });
}

it('is content with a master, two workers and a page', () => {
  const drafts = judge({ 'nginx status': status(3, 10, 10) });
  expect(drafts).toMatchObject([{ id: 'nginx-well', status: 'ok' }]);
});

it.each([
  [990, []],
  [1000, ['nginx-answers-slowly']],
])('a page after %d ms', (tookMs, wanted) => {
  const application: Answer = { ok: true, text: page, tookMs };
  expect(troubleIn(judge({ application }))).toEqual(wanted);
});

it('counts connections against the room of all workers', () => {
  const drafts = judge({ 'nginx status': status(170, 10, 10) });
  expect(named(drafts, 'nginx-connections-near-limit').title).toBe(
    '170 of nginx’s 200 connections are in use',
  );
  expect(troubleIn(judge({ 'nginx status': status(100, 500, 450) }))).toEqual(['nginx-connections-dropped']);
});

it('takes its own complaints of the last minutes for failures, and forgets old ones', () => {
  const line = (time: string) => `2026/11/25 ${time} [alert] 11#11: 100 worker_connections are not enough\n`;
  expect(troubleIn(judge({ 'tail /log/error.log': line('11:58:00') }))).toEqual([
    'nginx-connections-exhausted',
  ]);
  expect(troubleIn(judge({ 'tail /log/error.log': line('09:58:00') }))).toEqual([]);
  const files = '2026/11/25 11:59:00 [crit] 11#11: accept4() failed (24: Too many open files)\n';
  expect(troubleIn(judge({ 'tail /log/error.log': files }))).toEqual(['nginx-open-files']);
});

it('remarks on the workers of a whole host in a small pod', () => {
  const crowd = Array.from({ length: 64 }, (_, at) => stat(100 + at, 'nginx', 10, 10)).join('');
  const drafts = judge({ 'process stats': healthy + crowd, '/sys/fs/cgroup/cpu.max': '400000 100000\n' });
  expect(named(drafts, 'nginx-many-workers')).toMatchObject({
    status: 'info',
    title: 'nginx runs 66 workers for 4 CPUs',
  });
  expect(troubleIn(drafts)).toEqual([]);
});

it.each([
  ['an orphan that process 1 took in', stat(11, 'nginx', 1, 10), true],
  ['an orphan under a sub-reaper', stat(7, 'reaper', 1, 7) + stat(11, 'nginx', 7, 10), true],
  ['a test of the configuration', stat(7, 'sh', 1, 7) + stat(11, 'nginx', 7, 7), false],
  ['a test that was asked from outside', stat(7, 'sh', 0, 0) + stat(11, 'nginx', 7, 0), false],
  ['one that is dead and not taken in yet', stat(11, 'nginx', 1, 10, 'Z'), false],
])('%s', (_, rows, isOrphan) => {
  const drafts = judge({ 'process stats': init + rows });
  expect(drafts.some(({ id }) => id === 'nginx-orphan-workers')).toBe(isOrphan);
});

it('does not say that orphans hold no port where nobody may see it', () => {
  const row =
    '   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 71 1 0 100 0 0 10 0\n';
  const drafts = judge({
    'process stats': init + stat(11, 'nginx', 1, 10),
    '/proc/net/tcp': table + row,
    'socket holders': 'p 11\n',
  });
  const held = named(drafts, 'nginx-orphan-workers').evidence.find(({ what }) => what.startsWith('ports'));
  expect(held?.value).toBe('not to be seen from here; who holds port 80 cannot be seen either');
});

it('names the page that is gone where nginx goes round in circles to it', () => {
  const said =
    'rewrite or internal redirection cycle while internally redirecting to "/index.html", client: ::1';
  const drafts = judge({
    application: 'HTTP/1.1 500 Internal Server Error\r\nServer: nginx\r\n\r\n',
    '/proc/net/tcp': table,
    'tail /log/error.log': `2026/11/25 11:59:00 [error] 11#11: *7 ${said}\n`,
  });
  const found = named(drafts, 'nginx-answers-error:500');
  expect(found.causes[0]).toContain('/index.html');
  expect(found.evidence.map(({ value }) => value).join()).toContain('redirection cycle');
});

it('does not take the agent, which tells at the port why nginx is down, for a stranger', () => {
  const row = (port: string, inode: number) =>
    `   0: 00000000:${port} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;
  const texts = {
    'process stats': init + stat(5, 'node', 1, 5) + stat(6, 'python3', 1, 6),
    '/proc/net/tcp': table + row('0050', 71) + row('2508', 72),
    'socket holders': 'p 5\n71\n72\n',
  };
  const drafts = judge(texts);
  expect(troubleIn(drafts)).toEqual(['nginx-not-running']);
  expect(named(drafts, 'nginx-not-running').fix?.command).toBe('kill -HUP 5');
  const other = judge({ ...texts, 'socket holders': 'p 5\n72\np 6\n71\n' });
  expect(troubleIn(other)).toEqual(['nginx-port-held:80', 'nginx-not-running']);
  expect(named(other, 'nginx-port-held').fix).toMatchObject({ command: 'kill 6', safe: false });
});

it('sends no signal to who has the number of an agent that is gone, or its port', () => {
  const row = `   0: 00000000:2508 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 72 1 0 100 0 0 10 0\n`;
  const texts = {
    'process stats': init + stat(5, 'python3', 1, 5),
    '/proc/net/tcp': table + row,
    'socket holders': 'p 5\n72\n',
    application: { ok: false, reason: 'failed', message: 'refused' } as const,
  };
  const commandFor = (lock: string) =>
    named(judge({ ...texts, 'pod lock': lock }), 'nginx-not-running').fix?.command;
  expect(commandFor('5 77\n')).toBeNull();
  expect(commandFor('4 100\n')).toBeNull();
  expect(commandFor('5 100\n')).toBe('kill -HUP 5');
});

it('does not call a configuration broken that the asking user may not read', () => {
  const text = 'nginx: [emerg] open() "/run/nginx.pid" failed (13: Permission denied)\n';
  const denied: Answer = { ok: true, text, exitCode: 1, errorText: '' };
  expect(troubleIn(judge({ 'nginx -t': denied }, {}))).toEqual([]);
});

it.each([
  [404, { isAppExpected: true }, 'fail'],
  [404, {}, 'info'],
  [403, ours, 'fail'],
  [503, {}, 'warn'],
  [301, ours, null],
  [401, ours, null],
])('an answer %i with %o', (code, plan, wanted) => {
  const drafts = judge({ application: page.replace('200 OK', `${code} X`) }, plan);
  expect(drafts.find(({ id }) => id.startsWith('nginx-answers-error'))?.status ?? null).toBe(wanted);
});

it('skips a pod without nginx, unless it is ours', () => {
  const none: Answer = { ok: true, text: '', exitCode: 127, errorText: '' };
  const texts = { 'process stats': init, 'nginx -t': none };
  expect(judge(texts, {}).map(({ status: own }) => own)).toEqual(['skip']);
  expect(troubleIn(judge(texts))).toEqual(['nginx-missing']);
});

it('does not miss nginx where another program has the port, though nobody can ask it', () => {
  const row =
    '   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 71 1 0 100 0 0 10 0\n';
  const none: Answer = {
    ok: false,
    reason: 'absent',
    message: 'The pod has no tool that asks a web server.',
  };
  const texts = { 'process stats': init + stat(6, 'python3', 1, 6), application: none };
  expect(troubleIn(judge({ ...texts, '/proc/net/tcp': table + row }, { isAppExpected: true }))).toEqual([]);
  const meant = { ...texts, 'listen lines': '    listen 80 default_server;\n    listen [::]:80;\n' };
  expect(troubleIn(judge(meant, { isAppExpected: true }))).toEqual(['nginx-not-running']);
  const other = { ...texts, 'listen lines': '    listen 8001;\n    listen 127.0.0.1:800;\n' };
  expect(troubleIn(judge(other, { isAppExpected: true }))).toEqual([]);
});

it('says that it does not know where no process can be listed', () => {
  const silent: Answer = { ok: false, reason: 'timeout', message: 'late' };
  expect(() => judge({ 'process stats': silent })).toThrow(/cannot be listed/);
});
