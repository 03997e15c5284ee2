/** Files that are others' as well: what stands in them is read before it is added to, and never lost. */
import { readFile, realpath } from 'node:fs/promises';
import { writeWhole } from '../host/whole-file.ts';

/**
 * @param change Gives the new text, or null where nothing is to be changed.
 * Rejects with the system's error, and then the file is as it was. A link is followed: the file behind it is changed.
 */
export async function changeText(
  path: string,
  change: (current: string) => string | null,
  mode?: number,
): Promise<void> {
  const real = await realpath(path).catch(() => path);
  const text = change(await textOf(real));
  if (text !== null) await writeWhole(real, text, mode);
}

/** Only a file that is not there is empty: one that cannot be read would be lost by being written anew. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
