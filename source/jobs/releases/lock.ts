/**
 * One deploy of a project at a time. The lock is a file that names its holder; it comes into being whole, by a link. A holder
 * that died is replaced, by exactly one of those who find him dead; a living one is named.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { makePrivateFolder } from '../journal/folder.ts';
import { isAlive, thisOwner } from '../journal/owner.ts';
import { owner } from '../journal/record.ts';
import { isCode, textOf } from './durable-lines.ts';
import { writeBeside } from './replace-file.ts';

const holderSchema = z.object({
  schema: z.literal(1),
  owner,
  who: z.string(),
  sinceMs: z.number(),
  deployId: z.string(),
  /** Makes the text of each lock another one. */
  nonce: z.string(),
});

export type LockHolder = Readonly<z.infer<typeof holderSchema>>;

export type Locked =
  /** Gives the lock back; at once, so that it can be done while the process ends. */
  | { readonly ok: true; readonly release: () => void }
  /** One sentence names the holder. */
  | { readonly ok: false; readonly reason: string };

export async function takeLock(
  path: string,
  asked: { readonly who: string; readonly deployId: string; readonly nowMs: number },
): Promise<Locked> {
  await makePrivateFolder(dirname(path));
  const { who, deployId, nowMs } = asked;
  const nonce = randomBytes(8).toString('hex');
  const holder: LockHolder = {
    ...{ schema: 1, owner: await thisOwner() },
    ...{ who, sinceMs: nowMs, deployId, nonce },
  };
  const text = `${JSON.stringify(holder)}\n`;
  const refused = await take(path, text, nowMs);
  if (refused !== null) return { ok: false, reason: refused };
  await removeOldGuards(path, text);
  const release = (): void => {
    process.off('exit', release);
    giveBack(path, text);
  };
  process.on('exit', release);
  return { ok: true, release };
}

/** null: nobody who lives holds it. */
export async function lockHolder(path: string, nowMs: number): Promise<LockHolder | null> {
  const holder = holderOf(await textOf(path));
  return holder !== null && (await lives(path, holder, nowMs)) ? holder : null;
}

/** "ann@build, process 4711" */
export function holderText({ who, owner: { pid } }: LockHolder): string {
  return `${who}, process ${pid}`;
}

const mostTries = 50;

/** @returns Why not; null: it is ours. */
async function take(path: string, text: string, nowMs: number): Promise<string | null> {
  for (let tries = 0; tries < mostTries; tries++) {
    if (await linked(path, text)) return null;
    const found = await textOf(path);
    // It was given back meanwhile.
    if (found === null) continue;
    const holder = holderOf(found);
    if (holder === null) return `The lock ${path} cannot be read: remove it if nobody deploys.`;
    if (await lives(path, holder, nowMs)) return heldText(holder);
    const refused = await replaceDead(path, { dead: found, text, nowMs });
    if (refused !== 'gone') return refused;
  }
  return `The lock ${path} changes hands all the time: try again.`;
}

/**
 * Only who holds the guard of that very dead holder may put himself in his place, so of two that found him dead the second
 * finds another one there. A guard is a lock like any other, and may have been left by a dead one too.
 */
async function replaceDead(
  path: string,
  { dead, text, nowMs }: { readonly dead: string; readonly text: string; readonly nowMs: number },
): Promise<string | 'gone' | null> {
  const guard = `${path}.${createHash('sha256').update(dead).digest('hex').slice(0, 12)}`;
  const refused = await take(guard, text, nowMs);
  if (refused !== null) return refused;
  try {
    if ((await textOf(path)) !== dead) return 'gone';
    await rename(await writeBeside(path, text), path);
    return null;
  } finally {
    giveBack(guard, text);
  }
}

/** False: there is one already. */
async function linked(path: string, text: string): Promise<boolean> {
  const temporary = await writeBeside(path, text);
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function lives(path: string, holder: LockHolder, nowMs: number): Promise<boolean> {
  const writtenAtMs = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => nowMs,
  );
  return await isAlive(holder.owner, nowMs - writtenAtMs);
}

function holderOf(text: string | null): LockHolder | null {
  if (text === null) return null;
  try {
    const holder = holderSchema.safeParse(JSON.parse(text));
    return holder.success ? holder.data : null;
  } catch {
    return null;
  }
}

function heldText(holder: LockHolder): string {
  const since = new Date(holder.sinceMs).toISOString().slice(0, 16).replace('T', ' ');
  return `The project is being deployed by ${holderText(holder)}, since ${since} UTC (deploy ${holder.deployId}).`;
}

/** What is another's stays. */
function giveBack(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) rmSync(path, { force: true });
  } catch {
    // It is gone already.
  }
}

/** Guards and drafts of those who were killed while they took the lock. Of no use any more, now that another one holds it. */
async function removeOldGuards(path: string, text: string): Promise<void> {
  const names = await readdir(dirname(path));
  for (const name of names.filter((each) => each.startsWith(`${basename(path)}.`))) {
    const left = join(dirname(path), name);
    const holder = holderOf(await textOf(left).catch(() => null));
    if (holder === null || (await textOf(left)) === text) continue;
    if (!(await isAlive(holder.owner, 0))) await rm(left, { force: true });
  }
}
