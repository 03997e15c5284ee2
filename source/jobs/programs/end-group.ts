/** Ends a process and all that it started in its group: asked first, then killed. */

export type GroupEnd = {
  /** Resolves when nobody of the group is left, or when even killing them did not help in time. */
  readonly over: Promise<void>;
};

const lookEveryMs = 50;
/** One that hangs in the kernel, on a disk that is gone, cannot be killed. It is not waited for. */
const giveUpAfterKillMs = 2000;

/** TERM now; KILL after `killAfterMs` for those that are left. `pid` leads the group. */
export function endGroup(pid: number, killAfterMs: number): GroupEnd {
  signalGroup(pid, 'SIGTERM');
  return { over: untilGone(pid, killAfterMs) };
}

async function untilGone(pid: number, killAfterMs: number): Promise<void> {
  if (await isGoneWithin(pid, killAfterMs)) return;
  signalGroup(pid, 'SIGKILL');
  await isGoneWithin(pid, giveUpAfterKillMs);
}

async function isGoneWithin(pid: number, waitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += lookEveryMs) {
    if (!signalGroup(pid, 0)) return true;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  return !signalGroup(pid, 0);
}

/** @returns Whether anybody of the group is there. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    // One that runs as another user may not be signalled, and is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
