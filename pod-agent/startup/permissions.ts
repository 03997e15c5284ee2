/** 3: what nginx's workers, who are not root, must be able to read. */
import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isTooWide } from '../pages/site-folder.ts';
import { done, type Phase, type PhaseOutcome, type PodStart, warned } from './phase.ts';
import { firstPage } from './site-files.ts';

export const permissions: Phase = { id: 'permissions', run };

/** A site of more files is looked at no further: a start does not take minutes over it. */
const mostEntries = 20_000;

async function run(pod: PodStart): Promise<PhaseOutcome> {
  const { site } = pod.serving;
  const { workerUser } = await pod.plan();
  if (workerUser === null) return done('nginx runs as the user of the agent, who owns what it serves');
  // Where there is no site, files are somebody's for another reason.
  if (isTooWide(site) || (await firstPage(site)) === '') return done('nothing was changed: there is no site');
  return readableSite(site, workerUser);
}

/** @param workerUser For the words: whoever is neither the owner nor of the group. */
export async function readableSite(site: string, workerUser: string): Promise<PhaseOutcome> {
  const walk: Walk = { seen: 0, opened: [], refused: await closedAbove(site) };
  await openTree(site, walk);
  const whole = `files and folders of the site${walk.seen >= mostEntries ? ' (the first ones, there are more)' : ''}`;
  const found =
    walk.opened.length === 0
      ? `all ${walk.seen} ${whole} can be read by ${workerUser}`
      : `${walk.opened.length} of ${walk.seen} ${whole} were made readable for ${workerUser}: ${few(walk.opened)}`;
  if (walk.refused.length === 0) return done(found);
  return warned(
    [`${workerUser} may not read ${few(walk.refused)}`, found],
    `Run "chmod -R a+rX ${site}" when the image is built, and put the site where every folder above it may be entered.`,
  );
}

function few(paths: readonly string[]): string {
  return `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ' and others' : ''}`;
}

/** Folders above the site that only their owner may enter. They may hold more than the site, so they stay as they are. */
async function closedAbove(site: string): Promise<string[]> {
  const closed: string[] = [];
  for (let folder = dirname(site); folder !== '/'; folder = dirname(folder)) {
    const { mode } = await stat(folder).catch(() => ({ mode: 0o755 }));
    if ((mode & 0o001) === 0) closed.push(folder);
  }
  return closed;
}

type Walk = { seen: number; readonly opened: string[]; readonly refused: string[] };

/** Links are left alone, as what they lead to may be nobody's to open, and so is what begins with a dot: it is not served. */
async function openTree(path: string, walk: Walk): Promise<void> {
  if (walk.seen >= mostEntries) return;
  const kind = await openOne(path, walk);
  if (kind !== 'folder') return;
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const isServed = (entry.isFile() || entry.isDirectory()) && !entry.name.startsWith('.');
    if (isServed) await openTree(join(path, entry.name), walk);
  }
}

/** What is opened is what was looked at: a link that somebody puts in its place meanwhile is not followed. */
async function openOne(path: string, walk: Walk): Promise<'file' | 'folder' | 'neither'> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null);
  if (file === null) return 'neither';
  try {
    const found = await file.stat();
    if (!found.isFile() && !found.isDirectory()) return 'neither';
    walk.seen++;
    const wanted = found.isDirectory() ? 0o555 : 0o444;
    if ((found.mode & wanted) !== wanted) {
      const isOpened = await file.chmod((found.mode | wanted) & 0o7777).then(
        () => true,
        () => false,
      );
      (isOpened ? walk.opened : walk.refused).push(path);
    }
    return found.isDirectory() ? 'folder' : 'file';
  } finally {
    await file.close();
  }
}
