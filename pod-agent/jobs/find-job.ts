/** The jobs that are kept, and one of them by its name. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jobIdPattern } from '../protocol/job-wire.ts';
import { type EventLine, eventLine } from './event-line.ts';
import { folderOfJob, type JobFolders, trustedFolders } from './folders.ts';
import { filesOfJob, type JobFiles, type JobState, readState } from './job-folder.ts';
import { createLife } from './life.ts';
import { openTail } from './tail.ts';

export type KeptJob = { readonly files: JobFiles; readonly state: JobState };

/** @throws Error for what is no name of a job. */
export async function findJob(folders: JobFolders, id: string): Promise<KeptJob | null> {
  for (const folder of await trustedFolders(folders)) {
    const job = await jobIn(folder, id);
    if (job !== null) return job;
  }
  return null;
}

/** Oldest first. */
export async function keptJobs(folders: JobFolders): Promise<readonly KeptJob[]> {
  const found: KeptJob[] = [];
  for (const folder of await trustedFolders(folders)) {
    const names = await readdir(folder).catch(() => []);
    for (const id of names.filter((name) => jobIdPattern.test(name))) {
      const job = await jobIn(folder, id);
      if (job !== null) found.push(job);
    }
  }
  return found.sort((left, right) => left.state.beganAtMs - right.state.beganAtMs);
}

async function jobIn(folder: string, id: string): Promise<KeptJob | null> {
  const files = filesOfJob(folderOfJob(folder, id));
  const state = await readState(files);
  return state === null || state.id !== id ? null : { files, state };
}

export type JobEnd = {
  /** The verdict it said itself, or that was said of it; null where nobody has yet. */
  readonly verdict: EventLine | null;
  readonly lastSequence: number;
  /** Its process is gone. */
  readonly isOver: boolean;
};

/** Reads the events to their end. */
export async function endOfJob({ files, state }: KeptJob, bootId: string | null): Promise<JobEnd> {
  const isOver = await createLife({ files, state, bootId }).isOver();
  const told = await lastOf(files);
  if (told?.isVerdict === true) return { verdict: told, lastSequence: told.sequence, isOver: true };
  const epitaph = eventLine((await readFile(files.epitaph, 'utf8').catch(() => '')).trimEnd());
  return { verdict: epitaph, lastSequence: told?.sequence ?? 0, isOver: isOver || epitaph !== null };
}

async function lastOf(files: JobFiles): Promise<EventLine | null> {
  const tail = await openTail(files.events).catch(() => null);
  if (tail === null) return null;
  try {
    let last: EventLine | null = null;
    for (let lines = await tail.read(); lines.length > 0; lines = await tail.read()) {
      for (const line of lines) last = eventLine(line) ?? last;
    }
    return last;
  } finally {
    await tail.close();
  }
}

export async function sizeOfJob({ folder }: JobFiles): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
