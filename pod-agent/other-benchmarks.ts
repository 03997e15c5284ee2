/** Benchmarks that run in this pod beside one: each would measure the load of the other. */
import { readBootId } from './boot-id.ts';
import type { Host } from './host/host.ts';
import type { KeptJob } from './jobs/find-job.ts';
import { type JobFolders, usualJobFolders } from './jobs/folders.ts';
import { goesOn, jobsOfNow } from './jobs/jobs-of-now.ts';

export type OwnRun = {
  /** null: it is no job, and no other takes notice of it. */
  readonly jobId: string | null;
  readonly beganAtMs: number;
};

/**
 * Names of the jobs, of the same user, for the guard to look for before a run and after it. An earlier one counts while it goes
 * on. A later one counts where it was forced, also when it is over by now; without that it was refused because of this run.
 */
export async function otherBenchmarks(
  host: Host,
  own: OwnRun,
  folders: JobFolders = usualJobFolders(),
): Promise<readonly string[]> {
  const jobs = await jobsOfNow({ folders, kind: 'benchmark', bootId: await readBootId(host) });
  const names: string[] = [];
  for (const job of jobs) {
    if (job.state.id !== own.jobId && (await isInTheWay(job, own))) names.push(job.state.id);
  }
  return names;
}

async function isInTheWay(job: KeptJob, own: OwnRun): Promise<boolean> {
  const { id, beganAtMs, arguments: words } = job.state;
  const isLater = beganAtMs > own.beganAtMs || (beganAtMs === own.beganAtMs && id > (own.jobId ?? ''));
  return isLater ? own.jobId === null || words.includes('--force') : await goesOn(job);
}
