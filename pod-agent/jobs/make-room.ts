/** Keeps the folder of jobs within its bounds: the oldest that have ended go first. */
import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { endOfJob, keptJobs, sizeOfJob } from './find-job.ts';

export type JobBounds = { readonly jobs: number; readonly bytes: number };

export const usualBounds: JobBounds = { jobs: 50, bytes: 64 * 1024 * 1024 };

/** @returns Why there is no room for one more, or null. */
export async function makeRoom(options: {
  readonly folder: string;
  readonly bootId: string | null;
  readonly wallMs: number;
  readonly bounds?: JobBounds;
}): Promise<string | null> {
  const { folder, bootId, wallMs, bounds = usualBounds } = options;
  await sweep(folder, wallMs);
  const jobs = await keptJobs([folder]);
  let count = jobs.length;
  let bytes = 0;
  const sizes = new Map<string, number>();
  for (const { state, files } of jobs) {
    const size = await sizeOfJob(files);
    sizes.set(state.id, size);
    bytes += size;
  }
  for (const job of jobs) {
    if (count < bounds.jobs && bytes < bounds.bytes) break;
    if (!(await endOfJob(job, bootId)).isOver) continue;
    await remove(folder, job.state.id);
    count -= 1;
    bytes -= sizes.get(job.state.id) ?? 0;
  }
  return count < bounds.jobs ? null : `${count} jobs run already; stop one of them first.`;
}

/** Out of sight first, so that nobody finds half of one. */
async function remove(folder: string, id: string): Promise<void> {
  const aside = join(folder, `.old-${randomBytes(6).toString('hex')}`);
  await rename(join(folder, id), aside).catch(() => {});
  await rm(aside, { recursive: true, force: true });
}

const leftAfterMs = 3_600_000;

/** What was left half-way by somebody who was killed, or given for a job that never came. */
async function sweep(folder: string, wallMs: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith('.'))) {
    const path = join(folder, name);
    const changedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => wallMs,
    );
    if (wallMs - changedMs > leftAfterMs) await rm(path, { recursive: true, force: true });
  }
}
