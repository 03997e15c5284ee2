/** One digest of all that a build may read, by content, so that an unchanged project is known again whatever its files' times. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContextEntry, contextEntries } from './context-files.ts';
import { readIgnoreFile } from './ignore/read-ignore-file.ts';
import type { Project } from './project.ts';

/**
 * Changes with any file of the context that .dockerignore lets in, its mode, a link's target, an empty folder; with the
 * Dockerfile, the build arguments, the target, and which secrets the build is given. Their contents do not count: no layer
 * keeps them, as no builder's cache does.
 * @returns sha256:… of 64 hexadecimal digits.
 * @throws An Error that names the path, where something cannot be read.
 */
export async function sourceHash(project: Project): Promise<string> {
  const { build } = project;
  const hash = createHash('sha256');
  add(
    hash,
    'build',
    JSON.stringify([build.target, sortedEntries(build.arguments), Object.keys(build.secrets).sort()]),
  );
  add(hash, 'dockerfile', await readFile(build.dockerfile));
  const { rules } = await readIgnoreFile(build);
  let sinceRest = 0;
  for await (const entry of contextEntries(build.context, rules)) {
    sinceRest += await addEntry(hash, build.context, entry);
    // Small files are read without a promise each, which is several times faster; the console has its turn in between.
    if (sinceRest < restAfterBytes) continue;
    sinceRest = 0;
    await new Promise(setImmediate);
  }
  return `sha256:${hash.digest('hex')}`;
}

const restAfterBytes = 1_000_000;
const streamedFromBytes = 256_000;
/** What a small file costs beside its bytes. */
const bytesOfAFile = 20_000;

/** @returns How much work it was, in bytes. */
async function addEntry(hash: Hash, root: string, { path, kind }: ContextEntry): Promise<number> {
  const absolute = join(root, path);
  if (kind === 'link') {
    add(hash, `link ${path}`, readlinkSync(absolute));
    return bytesOfAFile;
  }
  const { mode, size } = lstatSync(absolute);
  const head = `${kind} ${(mode & 0o7777).toString(8)} ${path}`;
  if (kind === 'folder') add(hash, head, '');
  else if (size < streamedFromBytes) add(hash, head, readFileSync(absolute));
  else await addStreamed(hash, head, absolute);
  return size + bytesOfAFile;
}

async function addStreamed(hash: Hash, head: string, path: string): Promise<void> {
  // Its length is not known before it is read, as somebody may be writing; a digest of its own has a length of its own.
  const own = createHash('sha256');
  for await (const chunk of createReadStream(path)) own.update(chunk);
  add(hash, head, own.digest());
}

/** With lengths, so that no two trees give the same stream of bytes. */
function add(hash: Hash, head: string, content: string | Buffer): void {
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  hash.update(`${Buffer.byteLength(head)}:${head}${length}:`);
  hash.update(content);
}

function sortedEntries(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}
