/** A project's ledger: a line for each state of a release, of which the last one counts. Written by the holder of the lock alone. */
import { stat } from 'node:fs/promises';
import { maxReleases } from '../model/deploys.ts';
import type { Release } from '../model/release.ts';
import { appendLine, readLines } from './durable-lines.ts';
import { releaseSchema } from './release-schema.ts';
import { replaceFile } from './replace-file.ts';
import { newestFirst, numberOfRelease } from './running.ts';

const maxLedgerBytes = 8 * 1024 * 1024;

/** Newest first. Lines that are torn, or of a newer console, are skipped. */
export async function readLedger(path: string): Promise<readonly Release[]> {
  const byId = new Map<string, Release>();
  for (const line of await readLines(path)) {
    const release = releaseSchema.safeParse(line);
    if (release.success) byId.set(release.data.id, release.data);
  }
  return newestFirst([...byId.values()]);
}

/** @returns The release with its number, one more than the highest. */
export async function addRelease(path: string, release: Omit<Release, 'id'>): Promise<Release> {
  const releases = await shortened(path);
  const highest = releases[0] === undefined ? 0 : numberOfRelease(releases[0]);
  const added: Release = { ...release, id: `r${highest + 1}` };
  await appendLine(path, added);
  return added;
}

export async function changeRelease(path: string, release: Release): Promise<void> {
  await appendLine(path, release);
}

/** A ledger that has grown for years keeps the last state of its newest releases. */
async function shortened(path: string): Promise<readonly Release[]> {
  const releases = await readLedger(path);
  const bytes = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  if (bytes <= maxLedgerBytes) return releases;
  const kept = releases.slice(0, maxReleases);
  const lines = [...kept].reverse().map((release) => `${JSON.stringify(release)}\n`);
  await replaceFile(path, lines.join(''));
  return kept;
}
