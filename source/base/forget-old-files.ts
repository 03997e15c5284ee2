/** Files of pods that are long gone: a folder with a file for each pod would grow with every pod that ever was. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';

const keptMs = 90 * 24 * 3600 * 1000;

export type ForgetOldFiles = {
  /** Only files whose names end so. */
  readonly ending: string;
  readonly clock?: Clock;
};

/** Removes the files right in the folder that were not written for 90 days. Never rejects: what stays is tried again another time. */
export async function forgetOldFiles(
  folder: string,
  { ending, clock = systemClock }: ForgetOldFiles,
): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(ending))) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => null);
    if (found === null || !found.isFile() || clock.wallMs() - found.mtimeMs < keptMs) continue;
    await rm(path, { force: true }).catch(() => undefined);
  }
}
