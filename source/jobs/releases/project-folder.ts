/** Where the releases of a project are kept: a folder named for it and for the place of its file. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/message-of.ts';
import { isCode } from './durable-lines.ts';

/** "app-1f2e3d4c": the name is for people, the place of the file makes it unique. */
export function projectKey(name: string, projectFile: string): string {
  return `${name}-${placeOf(projectFile)}`;
}

/** The folder that is there, also where the project has another name by now; null: nothing was kept yet. */
export async function findProjectFolder(folder: string, projectFile: string): Promise<string | null> {
  const ending = `-${placeOf(projectFile)}`;
  const found = (await projectFolders(folder)).find((path) => path.endsWith(ending));
  return found ?? null;
}

export async function projectFolders(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    const reason = messageOf(error);
    throw new Error(`The folder of releases, ${folder}, cannot be read: ${reason}`);
  }
}

function placeOf(projectFile: string): string {
  return createHash('sha256').update(projectFile).digest('hex').slice(0, 8);
}
