/** The journals of all jobs, of this console and of others: one file a job, the newest 200, 64 MiB in all. */
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { numberOfJobId } from '../job-id.ts';
import { argumentsToKeep } from '../model/arguments-to-keep.ts';
import { type Job, maxJobs } from '../model/job.ts';
import { type JournalFile, journalFiles, journalPath } from './folder.ts';
import { isAlive, isSameOwner, thisOwner } from './owner.ts';
import { readSummary, readWhole } from './read-file.ts';
import type { JournalRead } from './read-journal.ts';
import { createJournalWriter, type JournalWriter } from './writer.ts';

export type PastJob = JournalRead & {
  /** Another console runs it: it is not ours to resume. */
  readonly isElsewhere: boolean;
};

export type Journal = {
  readonly folder: string;
  /** One more than any job in the folder has. */
  nextNumber(): number;
  /** Writes the job's first record. */
  begin(job: Job, onTrouble: (text: string) => void): JournalWriter;
  /** Newest first; without the events of those that have ended. Runs that nobody follows are `left`. */
  list(): Promise<readonly PastJob[]>;
  /** With its events; null where it cannot be read. */
  read(id: string): Promise<PastJob | null>;
  /** Makes a job that nobody follows this console's; null where another one was faster, or it cannot be written. */
  takeOver(past: PastJob, onTrouble: (text: string) => void): Promise<JournalWriter | null>;
};

export type JournalOptions = {
  readonly folder: string;
  /** Whose account is watched, for those who have several. */
  readonly profile: string;
  readonly nowMs: () => number;
  readonly maxFiles?: number;
  readonly maxBytes?: number;
  readonly maxJobBytes?: number;
};

export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { folder, profile, nowMs, maxFiles = maxJobs, maxBytes = 64 * 1024 * 1024, maxJobBytes } = options;
  const owner = await thisOwner();
  const limit = maxJobBytes === undefined ? {} : { maxBytes: maxJobBytes };
  let pruning: Promise<void> = Promise.resolve();

  async function settled(read: JournalRead | null, writtenAtMs: number): Promise<PastJob | null> {
    if (read === null) return null;
    const isOver = read.job.endedAtMs !== null;
    const isOurs = isSameOwner(read.owner, owner);
    const isElsewhere = !isOver && !isOurs && (await isAlive(read.owner, nowMs() - writtenAtMs));
    return { ...read, isElsewhere, job: withLeftRuns(read, isElsewhere) };
  }

  async function past(files: readonly JournalFile[]): Promise<readonly PastJob[]> {
    const found: PastJob[] = [];
    // One after the other: a start of the console has more to do than to read old jobs.
    for (const file of files) {
      const each = await settled(await readSummary(file), file.writtenAtMs);
      if (each !== null) found.push(each);
    }
    return found;
  }

  async function prune(): Promise<void> {
    for (const file of tooMany(await journalFiles(folder), maxFiles, maxBytes)) {
      const [job] = await past([file]);
      if (job?.isElsewhere === true || (job !== undefined && isOngoingHere(job))) continue;
      await rm(file.path, { force: true });
    }
  }

  function isOngoingHere(job: PastJob): boolean {
    return job.job.endedAtMs === null && isSameOwner(job.owner, owner);
  }

  function pruneLater(): void {
    // What cannot be removed is tried again with the next job.
    pruning = pruning.then(prune).catch(() => undefined);
  }

  return {
    folder,
    nextNumber: () => 1 + highestNumber(folder),
    begin(job, onTrouble) {
      const writer = createJournalWriter({
        path: journalPath(folder, job.id),
        how: 'new',
        onTrouble,
        ...limit,
      });
      const { id, number, kind, startedAtMs } = job;
      const pods = job.runs.map(({ podId, podName }) => ({ id: podId, name: podName }));
      writer.add({
        ...{ record: 'job', schema: 1, id, number, kind },
        arguments: argumentsToKeep(job.arguments),
        ...{ pods, startedAtMs, profile, owner },
      });
      void writer.sync().then(pruneLater);
      return writer;
    },
    list: async () => await past((await journalFiles(folder)).slice(0, maxFiles)),
    async read(id) {
      const file = (await journalFiles(folder)).find((each) => each.id === id);
      return file === undefined ? null : await settled(await readWhole(file.path), file.writtenAtMs);
    },
    async takeOver({ job, owner: replaces }, onTrouble) {
      const path = journalPath(folder, job.id);
      const bytes = (await journalFiles(folder)).find(({ id }) => id === job.id)?.bytes ?? 0;
      const writer = createJournalWriter({ path, how: 'again', bytes, onTrouble, ...limit });
      writer.add({ record: 'owner', owner, replaces });
      await writer.sync();
      // Of two that append at once, the first line counts for both.
      const now = await readWhole(path);
      if (now !== null && isSameOwner(now.owner, owner)) return writer;
      await writer.close();
      return null;
    },
  };
}

/** A job may well have ended where only its journal could not be written, as on a full disk: nobody wrote down which it was. */
const brokenOff = 'its journal breaks off: the console ended while it ran, or could not write';

function withLeftRuns({ job, owner }: JournalRead, isElsewhere: boolean): Job {
  const runs = job.runs.map((run) => {
    if (run.state.kind === 'ended' || (run.state.kind === 'left' && !isElsewhere)) return run;
    const died = run.livesInPod ? `${brokenOff}; it may go on in the pod` : brokenOff;
    const reason = isElsewhere ? `it runs in another console (process ${owner.pid})` : died;
    return { ...run, state: { kind: 'left', reason } as const };
  });
  return { ...job, runs };
}

/** Those beyond the bounds, the oldest last. */
function tooMany(
  newestFirst: readonly JournalFile[],
  maxFiles: number,
  maxBytes: number,
): readonly JournalFile[] {
  let bytes = 0;
  return newestFirst.filter((file, at) => {
    bytes += file.bytes;
    return at >= maxFiles || bytes > maxBytes;
  });
}

function highestNumber(folder: string): number {
  try {
    return readdirSync(folder).reduce(
      (highest, name) => Math.max(highest, numberOfJobId(name.replace(/\.jsonl$/, '')) ?? 0),
      0,
    );
  } catch {
    // No folder, no jobs.
    return 0;
  }
}
