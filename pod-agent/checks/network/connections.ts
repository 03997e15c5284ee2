/** Connections that pile up, and packets that are lost. */
import { rise, textOf } from '../../collectors/proc-text.ts';
import type { Answers } from '../../host/host.ts';
import type { Draft, Seen } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { socketsIn } from '../web/listeners.ts';
import { tcp, tcp6 } from '../web/sources.ts';
import type { NetworkLook } from './look.ts';
import { devices, extendedCounters, localPorts, socketCounts } from './sources.ts';

const documentation = 'Connections';
/** A program that forgets to close is seen long before it runs out of descriptors. */
const manyUnclosed = 200;
/** Of the ports for outgoing connections. */
const waitingShare = 0.7;
const errorShare = 0.001;
const fewErrors = 100;

export function judgeConnections(given: Seen, look: NetworkLook): readonly Draft[] {
  return [...overflows(given, look), ...unclosed(given), ...waiting(given), ...lostPackets(given)];
}

/** Connections that the kernel threw away because no program took them: TcpExt ListenOverflows and ListenDrops. */
function overflows({ answers, before, elapsedMs }: Seen, { listeners }: NetworkLook): readonly Draft[] {
  const now = counter(answers, 'ListenOverflows');
  const risen = before === null ? null : rise(now, counter(before, 'ListenOverflows'));
  const crowded = listeners.filter(({ waiting: queue }) => queue >= 100);
  if ((risen ?? 0) === 0 && crowded.length === 0) return [];
  const ports = [...new Set(crowded.map(({ port }) => port))].join(', ');
  return [
    trouble({
      id: 'network-accept-queue',
      title:
        (risen ?? 0) > 0
          ? `New connections are thrown away: ${risen} in ${((elapsedMs ?? 0) / 1000).toFixed(1)} s`
          : `Connections wait to be taken at port ${ports}`,
      status: 'warn',
      evidence: [
        seen(
          'ListenOverflows since the start',
          String(now ?? 'unknown'),
          '/proc/net/netstat',
          'does not rise',
        ),
        ...crowded
          .slice(0, 5)
          .map(({ port, waiting: queue }) =>
            seen(`waiting at port ${port}`, String(queue), '/proc/net/tcp', 'a few'),
          ),
      ],
      causes: [
        'The program takes connections too slowly: it is busy, blocked or stopped.',
        'Its listen backlog is short.',
      ],
      impact: 'Some visitors wait for seconds, or get no connection.',
      fix: advice('Find out what the program waits for, give it more workers, or a longer backlog.'),
      documentation,
    }),
  ];
}

/** Two lines each: names, then values under them (proc(5)). */
function counter(answers: Answers, name: string): number | null {
  const lines = (textOf(answers, extendedCounters) ?? '').split('\n');
  const at = lines.findIndex((line) => line.startsWith('TcpExt:'));
  const column = lines[at]?.split(' ').indexOf(name) ?? -1;
  const value = Number(lines[at + 1]?.split(' ')[column] ?? Number.NaN);
  return at === -1 || column < 1 || !Number.isFinite(value) ? null : value;
}

function unclosed({ answers }: Seen): readonly Draft[] {
  const sockets = [tcp, tcp6].flatMap((source) => socketsIn(textOf(answers, source) ?? ''));
  const closeWait = sockets.filter(({ state }) => state === '08');
  if (closeWait.length < manyUnclosed) return [];
  const [port, count] = mostOften(closeWait.map((socket) => socket.port));
  return [
    trouble({
      id: 'network-close-wait',
      title: `${closeWait.length} connections were ended by the other side and never closed here`,
      status: 'warn',
      evidence: [
        seen('connections in CLOSE_WAIT', String(closeWait.length), '/proc/net/tcp', `below ${manyUnclosed}`),
        seen('of them at port', `${port} (${count})`, '/proc/net/tcp'),
      ],
      causes: ['A program does not close its connections: a leak in it, or it hangs.'],
      impact: 'The program runs out of descriptors in the end, and takes no connection any more.',
      fix: advice('Restart the program that holds them (ss -tnp state close-wait), and report the leak.'),
      documentation,
    }),
  ];
}

function mostOften(ports: readonly number[]): readonly [number, number] {
  const counts = new Map<number, number>();
  for (const port of ports) counts.set(port, (counts.get(port) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left)[0] ?? [0, 0];
}

/** `TCP: inuse 5 orphan 0 tw 12 alloc 9 mem 3` */
function waiting({ answers }: Seen): readonly Draft[] {
  const count = Number(/^TCP:.*\btw (\d+)/m.exec(textOf(answers, socketCounts) ?? '')?.[1] ?? 0);
  const [first = 32_768, last = 60_999] = (textOf(answers, localPorts) ?? '32768 60999')
    .trim()
    .split(/\s+/)
    .map(Number);
  const most = Math.round((last - first) * waitingShare);
  if (count < most) return [];
  return [
    trouble({
      id: 'network-time-wait',
      title: `${count} connections wait in TIME_WAIT, of ${last - first} ports that there are`,
      status: 'warn',
      evidence: [seen('connections in TIME_WAIT', String(count), '/proc/net/sockstat', `below ${most}`)],
      causes: ['A program opens a connection for each request instead of keeping some open.'],
      impact: 'New connections to the same address fail soon ("Cannot assign requested address").',
      fix: advice('Keep connections open: keepalive in nginx’s upstream block, or a pool in the program.'),
      documentation,
    }),
  ];
}

/** `  eth0: bytes packets errs drop fifo frame compressed multicast bytes packets errs …` */
function lostPackets({ answers }: Seen): readonly Draft[] {
  const rows = (textOf(answers, devices) ?? '').matchAll(/^ *([^\s:|]{1,64}): *(\d[\d ]*)$/gm);
  return [...rows].flatMap(([, name = '', figures = '']) => {
    const fields = figures.trim().split(/ +/).map(Number);
    const errors = (fields[2] ?? 0) + (fields[10] ?? 0);
    const packets = (fields[1] ?? 0) + (fields[9] ?? 0);
    if (name === 'lo' || errors < fewErrors || errors < packets * errorShare) return [];
    return [
      trouble({
        id: `network-interface-errors:${name}`,
        title: `${name} lost ${errors} of ${packets} packets to errors`,
        status: 'warn',
        evidence: [
          seen(
            `errors of ${name}`,
            String(errors),
            '/proc/net/dev',
            `below ${Math.ceil(packets * errorShare)}`,
          ),
        ],
        causes: ['The network of the host is unwell.'],
        impact: 'Transfers are slow, and connections stall.',
        fix: advice('Move to another pod where it goes on, and tell RunPod’s support.'),
        documentation,
      }),
    ];
  });
}
