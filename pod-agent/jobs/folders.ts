/** Where the jobs of this user are kept: a folder for him alone. */
import fs, { type Stats } from 'node:fs';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { jobIdPattern } from '../protocol/job-wire.ts';

/** Where they may be, the best first. Each call looks in all of them, so that a job is found wherever it was begun. */
export type JobFolders = readonly string[];

/**
 * The folder of the agent's own run comes first, where this is root. A folder that a login session brings with it
 * (XDG_RUNTIME_DIR) is none of them: it is taken away when the last session ends, and a job must outlive that. The last
 * one is for a pod whose disk is full, which is when it is diagnosed.
 */
export function usualJobFolders(): JobFolders {
  const user = process.getuid?.() ?? 0;
  const home = process.env.HOME ?? '';
  return [
    ...(user === 0 ? ['/run/pod-agent/jobs'] : []),
    ...(home.startsWith('/') ? [join(home, '.cache/pod-engine/jobs')] : []),
    `/dev/shm/pod-engine-${user}/jobs`,
  ];
}

/** @throws Error for what is no name of a job: nothing else ever becomes a path. */
export function folderOfJob(jobs: string, id: string): string {
  if (!jobIdPattern.test(id)) throw new Error(`"${id}" names no job.`);
  return join(jobs, id);
}

/** In the order in which a new job tries them: those with room first. */
export function byRoom(folders: JobFolders): JobFolders {
  const roomy = folders.filter((folder) => hasRoom(folder));
  return [...roomy, ...folders.filter((folder) => !roomy.includes(folder))];
}

/** Makes the folder and sees to it that nobody else may look or write there. @throws Error with a reason for people. */
export async function ownFolder(jobs: string): Promise<void> {
  // The run's folder is made by the pod's start; where it is not, nothing of it is begun here.
  if (jobs.startsWith('/run/')) await lstat(dirname(jobs));
  for (const folder of [dirname(jobs), jobs]) {
    await mkdir(folder, { recursive: folder !== jobs, mode: 0o700 }).catch(unlessThere);
    if (!isOurs(await lstat(folder))) throw new Error(`${folder} is not a folder of this user alone.`);
  }
  await chmod(jobs, 0o700);
}

/**
 * Those that are there and that nobody else may write in. What somebody else left in a place that all may write in, as
 * /dev/shm, is not believed: it could name any process to be ended.
 */
export async function trustedFolders(folders: JobFolders): Promise<JobFolders> {
  const trusted: string[] = [];
  for (const jobs of folders) {
    const abouts = await Promise.all([dirname(jobs), jobs].map((path) => lstat(path).catch(() => null)));
    if (abouts.every((about) => about !== null && isOurs(about))) trusted.push(jobs);
  }
  return trusted;
}

/** Others may look into it, but not change it. */
function isOurs(about: Stats): boolean {
  const isOwn = about.uid === (process.getuid?.() ?? about.uid) && (about.mode & 0o022) === 0;
  return about.isDirectory() && isOwn;
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

const neededBytes = 16 * 1024 * 1024;

/** Of the nearest folder that is there. Before Node 18.15 nobody can tell, and it is tried. */
function hasRoom(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = fs.statfsSync(at);
      return bavail * bsize >= neededBytes;
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing || at === '/') return !isMissing;
    }
  }
}
