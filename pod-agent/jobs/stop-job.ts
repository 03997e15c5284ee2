/** Ends a job: asked, told, or killed. */
import { setTimeout as wait } from 'node:timers/promises';
import { writeWhole } from '../host/whole-file.ts';
import type { StopHow } from '../protocol/job-wire.ts';
import { endLeftOver, lastWord } from './epitaph.ts';
import { endOfJob, type KeptJob } from './find-job.ts';
import { isRunning, readProcess } from './job-folder.ts';
import { giveUpOn } from './life.ts';
import { signalOf } from './stop-how.ts';

export type Stopped =
  | { readonly kind: 'told' }
  | { readonly kind: 'killed' }
  | { readonly kind: 'over' }
  /** It hangs in the kernel. */
  | { readonly kind: 'stays'; readonly pid: number };

const killWithinMs = 5000;
const lookEveryMs = 20;

export async function stopJob(options: {
  readonly job: KeptJob;
  readonly how: StopHow;
  readonly bootId: string | null;
  readonly wallMs: () => number;
}): Promise<Stopped> {
  const { job, how, bootId, wallMs } = options;
  const { files, state } = job;
  const before = await endOfJob(job, bootId);
  if (before.verdict !== null) return { kind: 'over' };
  if (how !== 'ask') await writeWhole(files.stop, `${JSON.stringify({ how })}\n`, 0o600);
  // One that has not begun yet finds its place taken.
  if (how === 'kill') await giveUpOn(files);
  const mark = await processOf(job);
  if (mark !== null && how !== 'kill' && isTold(mark.pid, signalOf[how])) return { kind: 'told' };
  await endLeftOver(files);
  if (mark !== null && !(await isGone(job))) return { kind: 'stays', pid: mark.pid };
  const { verdict, lastSequence } = await endOfJob(job, bootId);
  if (verdict !== null) return { kind: 'over' };
  await lastWord({ files, state, lastSequence, bootId, wallMs });
  return { kind: how === 'kill' ? 'killed' : 'over' };
}

/** False where it has ended in the meantime. */
function isTold(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** A job that is about to begin is waited for: it cannot be told before. */
async function processOf({ files }: KeptJob) {
  const lastMs = performance.now() + killWithinMs;
  for (;;) {
    const mark = await readProcess(files);
    if (mark !== null) return (await isRunning(mark)) ? mark : null;
    if (performance.now() > lastMs) await giveUpOn(files);
    else await wait(lookEveryMs);
  }
}

async function isGone({ files }: KeptJob): Promise<boolean> {
  const lastMs = performance.now() + killWithinMs;
  for (;;) {
    const mark = await readProcess(files);
    if (mark === null || !(await isRunning(mark))) return true;
    if (performance.now() > lastMs) return false;
    await wait(lookEveryMs);
  }
}
