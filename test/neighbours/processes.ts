/** Processes as /proc shows them: who started whom, and what they are called. */
import { readdirSync, readFileSync } from 'node:fs';

export type ProcessEntry = { readonly pid: number; readonly parentPid: number; readonly command: string };

export function listProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const parentPid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parentPid, command }];
      } catch {
        return []; // It ended while we looked.
      }
    });
}

/** Every process below `pid`, nearest first. */
export function descendantsOf(pid: number): ProcessEntry[] {
  const all = listProcesses();
  const found: ProcessEntry[] = [];
  let parents = new Set([pid]);
  while (parents.size > 0) {
    const children = all.filter((entry) => parents.has(entry.parentPid));
    found.push(...children);
    parents = new Set(children.map((entry) => entry.pid));
  }
  return found;
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}

/** Ends whatever was started in or from that folder, or with a home in it: what outlives its session has no other owner. */
export function killAllOf(folder: string): void {
  // One that is just being started may be missed by a single look.
  for (let look = 0; look < 5; look++)
    for (const { pid, command } of listProcesses())
      if (command.includes(folder) || environmentOf(pid).includes(folder)) signalProcess(pid, 'SIGKILL');
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // It has ended, or is somebody else's.
  }
}
