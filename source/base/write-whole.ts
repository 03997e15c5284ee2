/** Puts a whole file in the place of an old one: a crash leaves the one or the other, never half of one. */
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * For its owner alone (mode 0600). The folder has to be there; nothing is forced onto the disk. @throws What the file
 * system says; the old file then stands as it was, and nothing is left beside it.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
