/** Keeps a release's page on the disk, for its owner alone, whole or not at all. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** @throws Error of the file system where it cannot be written. */
export async function keepMarkdown(
  folder: string,
  {
    projectName,
    deployId,
    text,
  }: { readonly projectName: string; readonly deployId: string; readonly text: string },
): Promise<string> {
  const path = join(folder, projectName, `${deployId}.md`);
  const half = `${path}.${process.pid}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(half, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  return path;
}
