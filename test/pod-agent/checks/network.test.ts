import { expect, it } from 'vitest';
import type { PodPlan, Seen } from '../../../pod-agent/checks/check.ts';
import { network } from '../../../pod-agent/checks/network.ts';
import { listenersIn, socketsIn } from '../../../pod-agent/checks/web/listeners.ts';
import type { Answer } from '../../../pod-agent/host/host.ts';
import { judgeTexts, named, troubleIn } from './look.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

function row(given: {
  address: string;
  port: number;
  state?: string;
  queue?: number;
  inode?: number;
}): string {
  const port = given.port.toString(16).toUpperCase().padStart(4, '0');
  const queue = (given.queue ?? 0).toString(16).toUpperCase().padStart(8, '0');
  const other = given.address.replaceAll(/./g, '0');
  return `   0: ${given.address}:${port} ${other}:0000 ${given.state ?? '0A'} 00000000:${queue} 00:00000000 00000000     0        0 ${given.inode ?? 7} 1 0000000000000000 100 0 0 10 0\n`;
}

const every = '00000000';
const loopback = '0100007F';
const route = 'Iface\tDestination\tGateway\neth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n';
const well = {
  '/proc/net/route': route,
  '/etc/resolv.conf': 'search x\nnameserver 10.0.0.1\n',
  'lookup of a name': '100.00 100.02\n',
};

function judge(
  texts: Readonly<Record<string, string | Answer>>,
  plan: Partial<PodPlan> = {},
  seen: Partial<Seen> = {},
) {
  return judgeTexts(network, { ...well, '/proc/net/tcp': head, ...texts }, { plan, seen });
}

it('reads sockets, their addresses, queues and holders', () => {
  const answers = {
    '/proc/net/tcp': { ok: true, text: head + row({ address: loopback, port: 8888, queue: 3, inode: 42 }) },
    '/proc/net/tcp6': {
      ok: true,
      text:
        head +
        row({ address: '00000000000000000000000001000000', port: 81 }) +
        row({ address: '0000000000000000FFFF00000100007F', port: 82 }) +
        row({ address: '0'.repeat(32), port: 83 }),
    },
    'socket holders': { ok: true, text: 'p 5\n41\n42\np 6\n42\n' },
    'process stats': {
      ok: true,
      text: '5 (a (b) c) S 1 5 5 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 100 0 90\n6 (nginx) S 5 5 5 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 100 0 90\n',
    },
  } as const;
  const found = listenersIn(answers);
  expect(found.map(({ port, at }) => [port, at])).toEqual([
    [8888, 'loopback'],
    [81, 'loopback'],
    [82, 'loopback'],
    [83, 'every'],
  ]);
  expect(found[0]).toMatchObject({
    waiting: 3,
    holders: [
      { pid: 5, name: 'a (b) c' },
      { pid: 6, parentPid: 5 },
    ],
  });
});

it('takes a broken table for none', () => {
  expect(socketsIn('garbage\n   0: zz')).toEqual([]);
  expect(() => judge({ '/proc/net/tcp': { ok: false, reason: 'denied', message: 'no' } })).toThrow(
    /cannot be read/,
  );
});

it('is content with a container in which nothing listens', () => {
  expect(troubleIn(judge({}))).toEqual([]);
});

it.each([
  ['nothing', '', ['network-nothing-listens:8000']],
  ['loopback', row({ address: loopback, port: 8000 }), ['network-loopback-only:8000']],
  ['every address', row({ address: every, port: 8000 }), []],
  ['both', row({ address: loopback, port: 8000 }) + row({ address: every, port: 8000 }), []],
])('an expected application that listens at %s', (_, rows, wanted) => {
  const drafts = judge({ '/proc/net/tcp': head + rows }, { isAppExpected: true, appPort: 8000 });
  expect(troubleIn(drafts)).toEqual(wanted);
});

it('looks at the ports to which RunPod leads public ones', () => {
  const texts = {
    'public ports': 'RUNPOD_TCP_PORT_22=41022\nRUNPOD_TCP_PORT_8888=41888\n',
    '/proc/net/tcp': head + row({ address: loopback, port: 8888 }),
  };
  expect(troubleIn(judge(texts))).toEqual(['network-loopback-only:8888', 'network-ssh-not-listening']);
});

it('knows a pod without a way out from a container without one', () => {
  const texts = { '/proc/net/route': 'Iface\n', '/proc/net/ipv6_route': '' };
  expect(named(judge(texts), 'network-no-route').status).toBe('info');
  const inRunPod = { ...texts, 'public ports': 'RUNPOD_DC_ID=EU-RO-1\n' };
  expect(named(judge(inRunPod), 'network-no-route').status).toBe('fail');
});

it('knows a route that leads nowhere from one that leads out', () => {
  const nowhere = `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ffffffff 00000001 00000000 00200200       lo\n`;
  const out = nowhere.replace('lo\n', 'eth0\n');
  const at = (text: string) => judge({ '/proc/net/route': 'Iface\n', '/proc/net/ipv6_route': text });
  expect(at(nowhere).map(({ id }) => id)).toContain('network-no-route');
  expect(at(out).map(({ id }) => id)).not.toContain('network-no-route');
});

it('tells no server, no answer, and a slow answer apart', () => {
  const online = { 'public ports': 'RUNPOD_DC_ID=EU-RO-1\nRUNPOD_PUBLIC_IP=38.80.1.2\n' };
  const failing: Answer = { ok: true, text: '1.00 1.01\n', exitCode: 2, errorText: '' };
  const late: Answer = { ok: false, reason: 'timeout', message: 'late' };
  expect(troubleIn(judge({ '/etc/resolv.conf': '# none\n' }))).toEqual(['network-no-nameserver']);
  expect(troubleIn(judge({ ...online, 'lookup of a name': failing }))).toEqual(['network-dns-fails']);
  expect(troubleIn(judge({ ...online, 'lookup of a name': late }))).toEqual(['network-dns-fails']);
  expect(troubleIn(judge({ ...online, 'lookup of a name': '5.00 6.70\n' }))).toEqual(['network-dns-slow']);
  expect(troubleIn(judge({ 'lookup of a name': failing }))).toEqual([]);
});

it('sees connections that are never closed, and ports that run out', () => {
  const closed = head + row({ address: loopback, port: 8000, state: '08' }).repeat(250);
  expect(named(judge({ '/proc/net/tcp': closed }), 'network-close-wait').evidence[1]?.value).toBe(
    '8000 (250)',
  );
  const sockets = 'TCP: inuse 5 orphan 0 tw 27000 alloc 9 mem 3\n';
  expect(troubleIn(judge({ '/proc/net/sockstat': sockets }))).toEqual(['network-time-wait']);
});

it('sees connections that are thrown away, by what rises', () => {
  const text = (count: number) =>
    `TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 0 ${count} ${count}\n`;
  const before = { '/proc/net/netstat': { ok: true, text: text(5) } } as const;
  const drafts = judge({ '/proc/net/netstat': text(9) }, {}, { before, elapsedMs: 1000 });
  expect(named(drafts, 'network-accept-queue').title).toBe('New connections are thrown away: 4 in 1.0 s');
  expect(troubleIn(judge({ '/proc/net/netstat': text(5) }, {}, { before, elapsedMs: 1000 }))).toEqual([]);
  const crowded = head + row({ address: every, port: 8000, queue: 128 });
  expect(named(judge({ '/proc/net/tcp': crowded }), 'network-accept-queue').title).toContain('at port 8000');
});

it('sees packets lost to errors', () => {
  const device = (errors: number) => `  eth0: 1 100000 ${errors} 0 0 0 0 0 1 100000 0 0 0 0 0 0\n`;
  expect(troubleIn(judge({ '/proc/net/dev': device(5000) }))).toEqual(['network-interface-errors:eth0']);
  expect(troubleIn(judge({ '/proc/net/dev': device(50) }))).toEqual([]);
});

it('an application of its own that answers late is a warning where one is expected', () => {
  const application: Answer = { ok: true, text: 'HTTP/1.1 200 OK\r\n\r\nhello', tookMs: 1400 };
  const texts = {
    '/proc/net/tcp': head + row({ address: every, port: 8000, inode: 42 }),
    'socket holders': 'p 5\n42\n',
    'process stats': '5 (python3) S 1 5 5 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 100 0 90\n',
    application,
  };
  const expected = judge(texts, { appPort: 8000, isAppExpected: true });
  expect(troubleIn(expected)).toEqual(['network-app-slow']);
  expect(named(expected, 'network-app-slow').title).toBe('python3 (process 5) at / answers slowly: 1.4 s');
  expect(troubleIn(judge(texts, { appPort: 8000 }))).toEqual([]);
});
