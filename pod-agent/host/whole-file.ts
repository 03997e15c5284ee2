/** Files that are there whole or not at all. */
import { randomBytes } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';

/**
 * Puts the text in the place of the last one. A reader sees the old one or the new one, whole, even when this process is
 * killed half-way. Rejects with the system's error when the folder cannot be written.
 *
 * @param mode Who may read it; everybody, unless said otherwise.
 */
export async function writeWhole(path: string, text: string, mode = 0o644): Promise<void> {
  const temporaryPath = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  // /tmp belongs to everybody: `wx` neither follows a link that was laid there nor writes into somebody's file.
  const file = await open(temporaryPath, 'wx', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(text);
    await file.close();
    await rename(temporaryPath, path);
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(temporaryPath).catch(() => {});
    throw error;
  }
}
