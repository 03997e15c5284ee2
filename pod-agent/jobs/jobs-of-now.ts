/** Jobs of one kind since the pod was started, and whether they still go on. */
import type { JobKind } from '../protocol/job-events.ts';
import { endOfJob, type KeptJob, keptJobs } from './find-job.ts';
import type { JobFolders } from './folders.ts';
import { isRunning, readProcess } from './job-folder.ts';

/** The oldest first. */
export async function jobsOfNow(options: {
  readonly folders: JobFolders;
  readonly kind: JobKind;
  /** Of the machine as it is now. */
  readonly bootId: string | null;
}): Promise<readonly KeptJob[]> {
  const { folders, kind, bootId } = options;
  return (await keptJobs(folders)).filter(({ state }) => state.kind === kind && state.bootId === bootId);
}

/**
 * By its process, or while there is none by who starts it. The events are read only where one is alive, which for most has
 * gone long ago.
 */
export async function goesOn(job: KeptJob): Promise<boolean> {
  const isAlive = await isRunning((await readProcess(job.files)) ?? job.state.starter);
  return isAlive && (await endOfJob(job, job.state.bootId)).verdict === null;
}
