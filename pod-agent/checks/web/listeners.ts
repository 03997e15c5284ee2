/** Who listens where: sockets from /proc/net/tcp and tcp6, their holders from the descriptors of every process. */
import { textOf } from '../../collectors/proc-text.ts';
import type { Answers } from '../../host/host.ts';
import { processTree, type TreeProcess } from './process-tree.ts';
import { processStats, socketHolders, tcp, tcp6 } from './sources.ts';

export type Listener = {
  readonly port: number;
  /** `every`: reachable from outside the pod. */
  readonly at: 'every' | 'loopback' | 'one address';
  /** Connections that wait to be taken. */
  readonly waiting: number;
  /** Those that can be seen: of a process of another user there is nothing to be seen. */
  readonly holders: readonly TreeProcess[];
};

/** Throws where no table can be read. */
export function listenersIn(answers: Answers): readonly Listener[] {
  const tables = [textOf(answers, tcp), textOf(answers, tcp6)];
  if (tables[0] === null && tables[1] === null) throw new Error('/proc/net/tcp cannot be read.');
  const holders = holdersByInode(textOf(answers, socketHolders) ?? '');
  const processes = new Map(processTree(textOf(answers, processStats) ?? '').map((one) => [one.pid, one]));
  return tables
    .flatMap((table) => socketsIn(table ?? ''))
    .flatMap((socket) => {
      if (socket.state !== listening) return [];
      const pids = holders.get(socket.inode) ?? [];
      return {
        port: socket.port,
        at: whereTo(socket.address),
        waiting: socket.receiveQueue,
        holders: pids.flatMap((pid) => processes.get(pid) ?? []),
      };
    });
}

const listening = '0A';

export type SocketRow = {
  /** In the kernel's hexadecimal, with each four bytes turned around. */
  readonly address: string;
  readonly port: number;
  /** Two hexadecimal digits: 0A is LISTEN, 06 TIME_WAIT, 08 CLOSE_WAIT, 03 SYN_RECV. */
  readonly state: string;
  readonly receiveQueue: number;
  readonly inode: string;
};

/** Rows of /proc/net/tcp or tcp6 (proc(5)). */
export function socketsIn(table: string): readonly SocketRow[] {
  const form =
    /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) [0-9A-F]{8}:([0-9A-F]{8}) \S+ \S+\s+\d+\s+\d+ (\d+)/gm;
  return [...table.matchAll(form)].map(([, address = '', port = '', state = '', queue = '', inode = '']) => ({
    address,
    port: Number.parseInt(port, 16),
    state,
    receiveQueue: Number.parseInt(queue, 16),
    inode,
  }));
}

/** `7F` stands last in an IPv4 address of the loopback net, and so it does in one that is mapped into IPv6. */
function whereTo(address: string): Listener['at'] {
  if (/^0+$/.test(address)) return 'every';
  const isLoopback =
    address.length === 8
      ? address.endsWith('7F')
      : /^0{24}01000000$/.test(address) || /^0{16}FFFF0000.{6}7F$/.test(address);
  return isLoopback ? 'loopback' : 'one address';
}

function holdersByInode(text: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  let pid = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('p ')) {
      pid = Number(line.slice(2));
      continue;
    }
    if (line === '') continue;
    const pids = found.get(line) ?? [];
    found.set(line, pids);
    if (!pids.includes(pid)) pids.push(pid);
  }
  return found;
}

/** "python3 (process 17)", or that it cannot be seen. */
export function whoHolds(holders: readonly TreeProcess[]): string {
  if (holders.length === 0) return 'a process that cannot be seen from here';
  const names = holders.slice(0, 3).map(({ pid, name }) => `${name} (process ${pid})`);
  return `${names.join(', ')}${holders.length > 3 ? ` and ${holders.length - 3} more` : ''}`;
}
