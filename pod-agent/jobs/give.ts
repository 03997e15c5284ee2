/** What a job needs and no process list is to show, such as a command line: kept until the job begins. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../host/whole-file.ts';
import { messageOf } from '../protocol/one-line.ts';
import { byRoom, folderOfJob, type JobFolders, ownFolder, trustedFolders } from './folders.ts';

export const maxGivenBytes = 64 * 1024;

/** @returns Why it is kept nowhere, or null. */
export async function giveJob(folders: JobFolders, id: string, text: string): Promise<string | null> {
  const reasons: string[] = [];
  for (const folder of byRoom(folders)) {
    try {
      await ownFolder(folder);
      await writeWhole(placeOf(folder, id), text, 0o600);
      return null;
    } catch (error) {
      reasons.push(`${folder}: ${messageOf(error)}`);
    }
  }
  return reasons.join(' ');
}

export async function givenFor(folders: JobFolders, id: string): Promise<string | null> {
  for (const folder of await trustedFolders(folders)) {
    const text = await readFile(placeOf(folder, id), 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return null;
}

export async function forgetGiven(folders: JobFolders, id: string): Promise<void> {
  for (const folder of folders) await rm(placeOf(folder, id), { force: true }).catch(() => {});
}

function placeOf(folder: string, id: string): string {
  return join(folder, `.given-${folderOfJob('', id)}`);
}
