/** Consoles side by side change one file: each reads, changes and writes it while a file beside says that somebody does. */
import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const tryAgainMs = 10;
/** Reading and writing a small file takes milliseconds: who has held it for so long has died meanwhile. */
const longestHoldMs = 5000;

/** `path`.lock is held while the work goes on. Where it cannot be had, the work goes on without: its own write says why. */
export async function oneAtATime<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const isHeld = await take(lock);
  try {
    return await work();
  } finally {
    if (isHeld) await rm(lock, { force: true }).catch(() => undefined);
  }
}

async function take(lock: string): Promise<boolean> {
  const untilMs = performance.now() + 2 * longestHoldMs;
  while (performance.now() < untilMs) {
    const taken = await made(lock);
    if (taken !== 'held') return taken === 'made';
    const found = await stat(lock).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > longestHoldMs)
      await rm(lock, { force: true }).catch(() => undefined);
    else await sleep(tryAgainMs);
  }
  return false;
}

async function made(lock: string): Promise<'made' | 'held' | 'failed'> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return 'made';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST' ? 'held' : 'failed';
  }
}
