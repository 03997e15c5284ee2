/** Writes a job's output to a file for people, which only its owner can read. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../base/message-of.ts';
import type { Job } from './model/job.ts';
import { textOfJob } from './model/job-text.ts';

export type Saved =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

/** Never over a file that is there: a number is added to the name. */
export async function saveJob(job: Job, folder: string): Promise<Saved> {
  const name = `pod-engine-${job.number}-${job.kind}`;
  for (let copy = 1; copy <= mostCopies; copy++) {
    const path = join(folder, `${name}${copy === 1 ? '' : `-${copy}`}.txt`);
    const failure = await write(path, textOfJob(job));
    if (failure === null) return { ok: true, path };
    if (failure !== 'EEXIST') return { ok: false, reason: `${path} cannot be written: ${failure}` };
  }
  return { ok: false, reason: `${folder} has ${mostCopies} files ${name} already: remove some` };
}

const mostCopies = 99;

async function write(path: string, text: string): Promise<string | null> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  try {
    const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    return messageOf(error);
  }
}
