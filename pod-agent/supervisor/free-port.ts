/** Makes a port free that an earlier run of our own still holds, and says whose it is where it is not ours. */
import { readFile } from 'node:fs/promises';
import { endGroup } from '../host/process-group.ts';
import { listenersAt } from './listeners.ts';

/** Workers may finish what they are sending. */
const graceMs = 1000;

export type HeldPort = { readonly reason: string };

/**
 * @param pidFile Where the earlier run's first process left its number: it led a process group of that number.
 * @param name The kernel's short name of our program: a number may have been given to another since.
 * @returns null when the port is free, what was cleared away included.
 */
export async function freePort(options: {
  readonly port: number;
  readonly pidFile: string;
  readonly name: string;
  onCleared(text: string): void;
}): Promise<HeldPort | null> {
  const { port, name } = options;
  const first = listenersAt(port);
  if (!first.isHeld) return null;
  const ours = await groupIn(options.pidFile);
  if (ours !== null && first.listeners.some((one) => one.name === name && one.groupId === ours)) {
    await endGroup({ leaderPid: ours, signal: 'SIGQUIT', graceMs });
    options.onCleared(
      `Port ${port} was held by ${name} of an earlier run (process group ${ours}); it was ended.`,
    );
  }
  const now = listenersAt(port);
  return now.isHeld ? { reason: heldBy(port, now.listeners) } : null;
}

function heldBy(port: number, listeners: ReturnType<typeof listenersAt>['listeners']): string {
  const names = listeners.map(({ pid, name }) => `${name} (process ${pid})`);
  const who = names.length === 0 ? 'a process that cannot be seen from here' : [...new Set(names)].join(', ');
  return `port ${port} is held by ${who}`;
}

async function groupIn(pidFile: string): Promise<number | null> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  return /^\d{1,9}\s*$/.test(text) && Number(text) > 1 ? Number(text) : null;
}
