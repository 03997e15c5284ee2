/** Traffic by interface, from /proc/net/dev, and TCP sockets, from /proc/net/sockstat (proc(5)). */
import type { NetworkInterfaceReading, NetworkReading, Scope } from '../protocol/readings.ts';
import { containerSources, groupKind } from './cgroup.ts';
import type { Collector } from './collector.ts';
import { file, perSecond, rise, sumOf, textOf } from './proc-text.ts';

const devices = file('/proc/net/dev', 'hot');
const sockets = file('/proc/net/sockstat', 'hot');
const sockets6 = file('/proc/net/sockstat6', 'hot');

/** More interfaces than this are a host full of containers; the first ones are enough to see it. */
const maxInterfaces = 32;

type Counters = {
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly receiveErrors: number;
  readonly sendErrors: number;
  readonly receiveDrops: number;
  readonly sendDrops: number;
};

type NetworkRaw = {
  readonly scope: Scope;
  readonly interfaces: ReadonlyMap<string, Counters>;
  readonly tcpSocketCount: number | null;
};

export const network: Collector<NetworkRaw, NetworkReading> = {
  id: 'network',
  sources: [...containerSources, devices, sockets, sockets6],

  parse(answers) {
    const text = textOf(answers, devices);
    if (text === null) throw new Error('/proc/net/dev cannot be read.');
    const interfaces = countersByName(text);
    const isContainer = groupKind(answers) !== 'none' && ![...interfaces.keys()].some(isMadeByHost);
    const tcpSocketCount = sumOf([
      socketsInUse(textOf(answers, sockets)),
      socketsInUse(textOf(answers, sockets6)),
    ]);
    return { scope: isContainer ? 'container' : 'host', interfaces, tcpSocketCount };
  },

  read({ now, before, elapsedMs }) {
    const interfaces = [...now.interfaces]
      .slice(0, maxInterfaces)
      .map(([name, counters]) => rates({ name, counters, before: before?.interfaces.get(name), elapsedMs }));
    const carriers = interfaces.filter(({ name }) => !isCarriedByAnother(name));
    return {
      scope: now.scope,
      interfaces,
      receivedBytesPerSecond: sumOf(carriers.map((carrier) => carrier.receivedBytesPerSecond)),
      sentBytesPerSecond: sumOf(carriers.map((carrier) => carrier.sentBytesPerSecond)),
      ...(now.tcpSocketCount === null ? {} : { tcpSocketCount: now.tcpSocketCount }),
    };
  },
};

/** `  eth0: bytes packets errs drop fifo frame compressed multicast bytes packets errs drop fifo colls carrier compressed` */
function countersByName(text: string): ReadonlyMap<string, Counters> {
  const counters = new Map<string, Counters>();
  for (const [, name = '', figures = ''] of text.matchAll(/^ *([^\s:|]{1,64}): *(\d[\d ]*)$/gm)) {
    const [received, , receiveErrors, receiveDrops, , , , , sent, , sendErrors, sendDrops] = figures
      .trim()
      .split(/ +/)
      .map(Number);
    if (name === 'lo' || received === undefined || sent === undefined) continue;
    counters.set(name, {
      receivedBytes: received,
      sentBytes: sent,
      receiveErrors: receiveErrors ?? 0,
      sendErrors: sendErrors ?? 0,
      receiveDrops: receiveDrops ?? 0,
      sendDrops: sendDrops ?? 0,
    });
  }
  return counters;
}

/** `TCP: inuse 27 orphan 0 tw 0 alloc 30 mem 3`, and `TCP6: inuse 4` in the other file. */
function socketsInUse(text: string | null): number | null {
  const inUse = /^TCP6?: inuse (\d+)/m.exec(text ?? '')?.[1];
  return inUse === undefined ? null : Number(inUse);
}

function rates(given: {
  readonly name: string;
  readonly counters: Counters;
  readonly before: Counters | undefined;
  readonly elapsedMs: number | null;
}): NetworkInterfaceReading {
  const { counters, before, elapsedMs } = given;
  const rate = (of: (from: Counters) => number) =>
    perSecond(rise(of(counters), before === undefined ? null : of(before)), elapsedMs);
  return {
    name: given.name,
    receivedBytesPerSecond: rate((from) => from.receivedBytes),
    sentBytesPerSecond: rate((from) => from.sentBytes),
    errorsPerSecond: rate((from) => from.receiveErrors + from.sendErrors),
    dropsPerSecond: rate((from) => from.receiveDrops + from.sendDrops),
  };
}

/** A container that shares the host's network sees what the host made for others. */
function isMadeByHost(name: string): boolean {
  return /^(veth|docker\d|br-|virbr|cni\d|cali|flannel)/.test(name);
}

/** Bytes of tunnels, bridges and pairs pass through another interface too, and would be counted twice. */
function isCarriedByAnother(name: string): boolean {
  return isMadeByHost(name) || /^(tun|tap|wg|tailscale|ifb|dummy|bond)/.test(name);
}
