/**
 * A folder for one master's socket and files, for the operator alone. ssh binds the socket under a longer name first, and
 * no path of a socket may be longer than 107 bytes.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { muxArguments } from './ssh-arguments.ts';

export type SocketFolder = {
  readonly socketPath: string;
  readonly file: (name: string) => string;
  remove(): void;
};

const longestBaseBytes = 48;
const prefix = 'pod-engine-ssh-';
const socketName = 's';

/** In XDG_RUNTIME_DIR, or among the temporary files. Throws where it cannot be made. */
export async function makeSocketFolder(program: string): Promise<SocketFolder> {
  const base = await usualBase();
  swept ??= endLeftMasters(base, program);
  await swept;
  const path = await mkdtemp(join(base, `${prefix}${process.pid}-`));
  return {
    socketPath: join(path, socketName),
    file: (name) => join(path, name),
    remove: () => removeFolder(path),
  };
}

/** A client that is ending may write its log meanwhile. What cannot be removed now, the next console sweeps. */
function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } catch {
    setTimeout(() => void rm(path, { recursive: true, force: true }).catch(() => {}), removeAgainMs).unref();
  }
}

const removeAgainMs = 500;

async function usualBase(): Promise<string> {
  const candidates = [process.env.XDG_RUNTIME_DIR ?? '', tmpdir(), '/tmp'];
  for (const candidate of candidates) {
    const fits = candidate.startsWith('/') && Buffer.byteLength(candidate) <= longestBaseBytes;
    if (fits && (await stat(candidate).catch(() => null))?.isDirectory()) return candidate;
  }
  return '/tmp';
}

let swept: Promise<void> | null = null;

/** A console that was killed has left its masters behind; they would live as long as their connections. */
export async function endLeftMasters(base: string, program: string): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names) {
    const [, pid] = new RegExp(`^${prefix}(\\d{1,9})-\\w{6}$`).exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(base, name);
    // Somebody else's cannot be removed, and need not be.
    if ((await stat(path).catch(() => null))?.uid !== process.getuid?.()) continue;
    await endMaster(program, join(path, socketName));
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function endMaster(program: string, socketPath: string): Promise<void> {
  return new Promise((resolve) => {
    const words = [...muxArguments({ socketPath, extra: ['-O', 'exit'] })];
    execFile(program, words, { timeout: 2000 }, () => resolve());
  });
}
