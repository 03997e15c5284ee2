/** Which console a journal belongs to, and whether that one still runs. */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

export type Owner = {
  readonly pid: number;
  /** In clock ticks since the machine's start, from /proc/PID/stat: a process id is used anew. null where there is no /proc. */
  readonly startTicks: string | null;
  readonly bootId: string | null;
  readonly host: string;
};

export async function thisOwner(): Promise<Owner> {
  const startTicks = await startTicksOf(process.pid);
  return { pid: process.pid, startTicks, bootId: await bootId(), host: hostname() };
}

export function isSameOwner(one: Owner, other: Owner): boolean {
  return (
    one.pid === other.pid &&
    one.startTicks === other.startTicks &&
    one.bootId === other.bootId &&
    one.host === other.host
  );
}

/** Where its processes cannot be seen, as from another machine that shares the home folder, the file's age decides. */
const longestSilenceMs = 24 * 3600 * 1000;

/** @param silentMs Since its journal was written last. */
export async function isAlive(owner: Owner, silentMs: number): Promise<boolean> {
  if (owner.host !== hostname()) return silentMs < longestSilenceMs;
  if (owner.startTicks === null) return exists(owner.pid) && silentMs < longestSilenceMs;
  if (owner.bootId !== (await bootId())) return false;
  return (await startTicksOf(owner.pid)) === owner.startTicks;
}

/** Field 22 of proc(5)'s stat; the name of the program before it may hold spaces and brackets. */
async function startTicksOf(pid: number): Promise<string | null> {
  const stat = await textOf(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie runs no more.
  return state === 'Z' ? null : (fields[18] ?? null);
}

async function bootId(): Promise<string | null> {
  return (await textOf('/proc/sys/kernel/random/boot_id'))?.trim() ?? null;
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
