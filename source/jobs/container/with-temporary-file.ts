/** A file that a program writes its answer to, in a folder for us alone that is gone afterwards. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `read` gives what stands in it, without spaces around it; null where nothing was written. */
export async function withTemporaryFile<Result>(
  name: string,
  use: (path: string, read: () => Promise<string | null>) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'pod-engine-'));
  const path = join(folder, name);
  try {
    return await use(path, async () => {
      const text = await readFile(path, 'utf8').catch(() => '');
      return text.trim() === '' ? null : text.trim();
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
