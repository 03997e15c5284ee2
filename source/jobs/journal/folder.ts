/** Where journals lie, for the operator's eyes only. */
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { numberOfJobId } from '../job-id.ts';

export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

export type JournalFile = {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly writtenAtMs: number;
};

/** Newest first. A folder that is not there has none. */
export async function journalFiles(folder: string): Promise<readonly JournalFile[]> {
  const ids = (await namesIn(folder)).flatMap((name) => {
    const id = name.endsWith('.jsonl') ? name.slice(0, -'.jsonl'.length) : '';
    return numberOfJobId(id) === null ? [] : [id];
  });
  const files = await Promise.all(ids.map((id) => fileOf(folder, id)));
  return files.filter((file) => file !== null).sort((left, right) => (left.id < right.id ? 1 : -1));
}

export function journalPath(folder: string, id: string): string {
  return join(folder, `${id}.jsonl`);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function fileOf(folder: string, id: string): Promise<JournalFile | null> {
  const path = journalPath(folder, id);
  try {
    const found = await stat(path);
    return found.isFile() ? { id, path, bytes: found.size, writtenAtMs: found.mtimeMs } : null;
  } catch {
    return null;
  }
}
