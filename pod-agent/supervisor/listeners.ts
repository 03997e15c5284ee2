/**
 * Which processes listen at a port: sockets from /proc/net/tcp and tcp6, their holders from the descriptors of every
 * process. (Linux, proc(5): state 0A is LISTEN, the tenth column is the socket's inode.)
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type Listener = {
  readonly pid: number;
  /** The kernel's short name. Arguments may hold secrets and are not read. */
  readonly name: string;
  readonly groupId: number;
};

/** Those that can be seen: a process of another user, or of the host, has no visible descriptors. */
export function listenersAt(port: number): {
  readonly isHeld: boolean;
  readonly listeners: readonly Listener[];
} {
  const inodes = new Set([
    ...listeningInodes(textOf('/proc/net/tcp'), port),
    ...listeningInodes(textOf('/proc/net/tcp6'), port),
  ]);
  if (inodes.size === 0) return { isHeld: false, listeners: [] };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const listeners = pids.filter((pid) => holdsOne(pid, inodes)).flatMap((pid) => describe(Number(pid)));
  return { isHeld: true, listeners };
}

/** @param table The text of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [, local, , state] = fields;
    const inode = fields[9];
    return state === '0A' && local?.split(':')[1] === wanted && inode !== undefined ? [inode] : [];
  });
}

function holdsOne(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const match = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`));
      return match?.[1] !== undefined && inodes.has(match[1]);
    });
  } catch {
    // It has ended, or is another user's.
    return false;
  }
}

function describe(pid: number): Listener[] {
  const stat = textOf(`/proc/${pid}/stat`);
  const name = /\((.*)\)/s.exec(stat)?.[1];
  const groupId = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  return name === undefined || !Number.isInteger(groupId) ? [] : [{ pid, name, groupId }];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
