/**
 * The private folder of what finds no room in memory. Its name tells whose it is, so that the next start takes away what
 * one that crashed has left.
 */
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SpillFolder = {
  /** Makes it with the first question. Throws where it cannot be made. */
  path(): string;
  remove(): void;
};

const prefix = 'pod-engine-logs-';
const pattern = /^pod-engine-logs-(\d+)-(\d+)-[A-Za-z0-9]{6}$/;

/** @param parent Where it is made; the folder for temporary files unless said. */
export function createSpillFolder(parent = tmpdir()): SpillFolder {
  let made: string | null = null;
  const remove = (): void => {
    process.off('exit', remove);
    if (made !== null) rmSync(made, { recursive: true, force: true });
    made = null;
  };
  return {
    path() {
      if (made === null) {
        forgetAbandoned(parent);
        // mkdtemp makes it for its owner alone (0700).
        made = mkdtempSync(join(parent, `${prefix}${process.pid}-${startOf(process.pid) ?? 0}-`));
        process.once('exit', remove);
      }
      return made;
    },
    remove,
  };
}

/** Takes away the folders of our own user whose process is gone. What cannot be taken away stays for the next time. */
export function forgetAbandoned(parent = tmpdir()): void {
  for (const name of namesIn(parent)) {
    const [, pid = '', start = ''] = pattern.exec(name) ?? [];
    if (pid === '' || isAlive(Number(pid), start)) continue;
    const path = join(parent, name);
    if (isOwnFolder(path)) rmSync(path, { recursive: true, force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

/** A number of a process is used anew; its start, where /proc tells it, is not. */
function isAlive(pid: number, start: string): boolean {
  const now = startOf(pid);
  if (now !== null) return start === '0' || now === start;
  try {
    process.kill(pid, 0);
    return start === '0';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Field 22 of proc(5)'s stat, in clock ticks since the machine's start. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
