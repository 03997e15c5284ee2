/** Keeps log files from filling the container's disk: a file that has grown too long becomes the old one. */
import { rename, stat } from 'node:fs/promises';

/** Two of them at most stand on the disk: the one that is written, and the one before. */
const longestLogBytes = 16 * 1024 * 1024;
export const rotateEveryMs = 60_000;

/**
 * @param reopen Makes the writer open its files anew; until then it writes on into the renamed one, and nothing is lost.
 * @returns The files that were put aside. One that is not there or cannot be renamed is left.
 */
export async function rotateLogs(
  paths: readonly string[],
  reopen: () => void,
  longestBytes = longestLogBytes,
): Promise<readonly string[]> {
  const rotated: string[] = [];
  for (const path of paths) {
    const { size } = await stat(path).catch(() => ({ size: 0 }));
    if (size <= longestBytes) continue;
    const isDone = await rename(path, `${path}.1`).then(
      () => true,
      () => false,
    );
    if (isDone) rotated.push(path);
  }
  if (rotated.length > 0) reopen();
  return rotated;
}
