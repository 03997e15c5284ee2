/** Walks a build's context: every file, folder and link that the builder is handed, in an order that depends on names alone. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/message-of.ts';
import type { IgnoreFile } from './ignore/ignore-file.ts';

export type ContextEntry = {
  /** With /, from the context's root. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
};

/** A context of more entries is most likely a mistake (a home folder), and would take minutes to read. */
export const maxContextEntries = 500_000;

/**
 * Sockets, pipes and devices are passed over, as builders do. Links are not followed. An ignored folder is looked into only
 * where an exception may take something back, and is itself told of only then.
 * @throws An Error that names the folder, where one cannot be read, or there are more entries than the limit.
 */
export async function* contextEntries(root: string, rules: IgnoreFile): AsyncGenerator<ContextEntry> {
  let count = 0;
  const waiting: string[] = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of await sorted(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const kind = kindOf(entry);
      if (kind === null) continue;
      const isIgnored = rules.ignores(path);
      if (kind === 'folder' && (!isIgnored || rules.mayTakeBackBelow(path))) waiting.push(path);
      if (isIgnored) continue;
      count += 1;
      if (count > maxContextEntries)
        throw new Error(
          `The build's context "${root}" has more than ${maxContextEntries} files. Leave some out by .dockerignore.`,
        );
      yield { path, kind };
    }
  }
}

async function sorted(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(`The build's context "${folder}" cannot be read: ${reason}`);
  }
}

function kindOf(entry: Dirent): ContextEntry['kind'] | null {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : null;
}
