/** Everything that one process started, as long as it stayed in its group. */
import { setTimeout as wait } from 'node:timers/promises';

/** False where there is no such group any more. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leaderPid, signal);
    return true;
  } catch (error) {
    // EPERM: it is there, and not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const lookEveryMs = 20;

/** Asks the group to end in good order, waits that long, and kills what is left. Resolves when nothing of it is left. */
export async function endGroup(options: {
  readonly leaderPid: number;
  readonly signal: NodeJS.Signals;
  readonly graceMs: number;
}): Promise<void> {
  const { leaderPid, signal, graceMs } = options;
  if (!signalGroup(leaderPid, signal) || (await isGoneWithin(leaderPid, graceMs))) return;
  signalGroup(leaderPid, 'SIGKILL');
  await isGoneWithin(leaderPid, killMs);
}

/** A killed process that hangs in the kernel is not waited for for ever. */
const killMs = 2000;

async function isGoneWithin(leaderPid: number, durationMs: number): Promise<boolean> {
  const lastMs = performance.now() + durationMs;
  while (signalGroup(leaderPid, 0)) {
    if (performance.now() > lastMs) return false;
    await wait(lookEveryMs);
  }
  return true;
}
