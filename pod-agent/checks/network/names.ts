/** Whether the pod finds names and has a way out. */
import { textOf } from '../../collectors/proc-text.ts';
import type { Draft, Seen } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import type { NetworkLook } from './look.ts';
import { lookedUpName, lookup, resolver, routes, routes6 } from './sources.ts';

const documentation = 'Names and routes';
const slowSeconds = 1;

export function judgeNames(given: Seen, look: NetworkLook): readonly Draft[] {
  const route = hasRoute(given);
  // Without a way out no server of names could be asked.
  if (route === false) return [noRoute(look)];
  const servers = serversIn(given);
  if (servers !== null && servers.length === 0 && route === true) return [noServer(given)];
  return lookedUp(given, look, servers ?? []);
}

/** `eth0 00000000 010200C0 0003 …` and, of IPv6, 32 zeros and a prefix of 00; null where neither table can be read. */
function hasRoute({ answers }: Seen): boolean | null {
  const table = textOf(answers, routes);
  const table6 = textOf(answers, routes6);
  if (table === null && table6 === null) return null;
  const isThere = (table ?? '').split('\n').some((line) => /^\S+\s+00000000\s+\S+\s+000[1-9A-F]/.test(line));
  // A route to nowhere stands there where there is none, on the loopback device.
  const isThere6 = (table6 ?? '')
    .split('\n')
    .some((line) => /^0{32} 00 .*\s(?!lo$)\S+$/.test(line.trimEnd()));
  return isThere || isThere6;
}

function noRoute({ isOnline }: NetworkLook): Draft {
  return trouble({
    id: 'network-no-route',
    title: 'The pod has no way out: there is no default route',
    status: isOnline ? 'fail' : 'info',
    evidence: [
      seen('default route', 'none', '/proc/net/route, /proc/net/ipv6_route', isOnline ? 'one' : null),
    ],
    causes: ['The network of the host is broken.', 'The container was started without a network.'],
    impact: 'Nothing outside can be reached: no downloads, no API, no names.',
    fix: advice('Restart the pod; where that does not help, rent another one and tell RunPod’s support.'),
    documentation,
  });
}

/** null where nobody can tell. No file is as good as an empty one. */
function serversIn({ answers }: Seen): readonly string[] | null {
  const answer = answers[resolver.id];
  if (answer === undefined) return null;
  if (!answer.ok) return answer.reason === 'absent' ? [] : null;
  return [...answer.text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, address = '']) => address);
}

function noServer({ answers }: Seen): Draft {
  const isThere = answers[resolver.id]?.ok === true;
  return trouble({
    id: 'network-no-nameserver',
    title: isThere ? '/etc/resolv.conf names no server' : '/etc/resolv.conf is not there',
    status: 'fail',
    evidence: [seen('lines "nameserver"', isThere ? '0' : 'no file', '/etc/resolv.conf', '1 or more')],
    causes: ['A script or a VPN has overwritten the file.', 'The image brings a file of its own.'],
    impact: 'No name is found: downloads, APIs and upstreams of nginx that are named by host fail.',
    fix: {
      text: 'Name a public server until the pod is started again.',
      command: "echo 'nameserver 1.1.1.1' >>/etc/resolv.conf",
      safe: true,
      reversible: true,
    },
    documentation,
  });
}

function lookedUp(
  { answers }: Seen,
  { isOnline }: NetworkLook,
  servers: readonly string[],
): readonly Draft[] {
  const answer = answers[lookup.id];
  if (answer === undefined || (answer.ok && answer.exitCode === 127)) return [];
  const isSilent = !answer.ok && answer.reason === 'timeout';
  if (!answer.ok && !isSilent) return [];
  const [before = Number.NaN, after = Number.NaN] = answer.ok
    ? answer.text.trim().split(' ').map(Number)
    : [];
  const seconds = after - before;
  if (answer.ok && answer.exitCode === 0 && !(seconds >= slowSeconds)) return [];
  const isFound = answer.ok && answer.exitCode === 0;
  const took = isSilent ? 'no answer within 2 s' : `${seconds.toFixed(2)} s`;
  return [
    trouble({
      id: isFound ? 'network-dns-slow' : 'network-dns-fails',
      title: isFound
        ? `${lookedUpName} is looked up in ${took}`
        : `The name ${lookedUpName} cannot be looked up (${took})`,
      status: isOnline ? 'warn' : 'info',
      evidence: [
        seen(
          `getent hosts ${lookedUpName}`,
          isFound ? took : `not found, ${took}`,
          'getent',
          'found within 1 s',
        ),
        seen('servers of names', servers.join(', ') || 'none', '/etc/resolv.conf'),
      ],
      causes: [
        'The server of names does not answer, or answers late.',
        'The pod has no way to the internet.',
        '/etc/resolv.conf was changed.',
      ],
      impact:
        'Downloads of models and packages, and calls of APIs, fail or begin late. Pages of the pod are served.',
      fix: isFound
        ? advice('Name a nearer server in /etc/resolv.conf.')
        : {
            text: 'Put a public server before the others in /etc/resolv.conf, where it was not a slip of a moment; a copy is kept beside it. Names that only the server of now knows, as those of pods among themselves, are not found any more.',
            // The file is often a mount of its own, which can be written and not replaced. The first copy is the one to keep.
            command:
              "cd /etc && { [ -e resolv.conf.before ] || cp resolv.conf resolv.conf.before; } && { echo 'nameserver 1.1.1.1'; cat resolv.conf.before; } >resolv.conf",
            // Whoever answers first is believed, also where he says that there is no such name.
            safe: false,
            reversible: true,
          },
      documentation,
    }),
  ];
}
