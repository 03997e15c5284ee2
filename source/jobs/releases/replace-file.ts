/** Puts a new file in the place of an old one, so that a crash leaves the one or the other, never half of it. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makePrivateFolder } from '../journal/folder.ts';
import { syncFolder } from './durable-lines.ts';

export async function replaceFile(path: string, text: string): Promise<void> {
  await makePrivateFolder(dirname(path));
  const temporary = await writeBeside(path, text);
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** @returns The path of a new file in the same folder, on the disk. Whoever asked removes or renames it. */
export async function writeBeside(path: string, text: string): Promise<string> {
  const temporary = `${path}.new-${randomBytes(6).toString('hex')}`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return temporary;
}
