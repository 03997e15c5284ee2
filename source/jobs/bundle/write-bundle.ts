/** Writes the bundle for support: one file, for its owner alone, that never takes another's place unasked. */
import { randomBytes } from 'node:crypto';
import { lstat, open, rename, unlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { messageOf } from '../../base/message-of.ts';
import { type BundleParts, bundleFiles } from './contents.ts';
import { tarOf } from './tar.ts';

export type BundleResult =
  | { readonly ok: true; readonly path: string; readonly bytes: number; readonly files: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/**
 * A gzipped tar archive (mode 0600) of what `BundleParts` gives, redacted, with a manifest.
 *
 * @param options.isForced Takes the place of a file that is there; otherwise that is refused. A reader sees the old
 * file or the new one, whole.
 */
export async function writeBundle(
  options: BundleParts & { readonly path: string; readonly isForced: boolean },
): Promise<BundleResult> {
  const { path, isForced, atMs } = options;
  const files = bundleFiles(options);
  const bytes = await promisify(gzip)(tarOf(files, atMs));
  try {
    await (isForced ? replaceFile(path, bytes) : createFile(path, bytes));
  } catch (error) {
    return { ok: false, reason: reasonOf(error, path) };
  }
  return { ok: true, path, bytes: bytes.length, files: files.map(({ name }) => name) };
}

/** Whether something stands in the place of the bundle already, a link included. @returns What to say of it, or null. */
export async function placeTaken(path: string): Promise<string | null> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  return isThere ? takenText(path) : null;
}

/** `wx` refuses what is there, a link included. */
async function createFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(path).catch(() => {});
    throw error;
  }
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  await createFile(temporary, bytes);
  try {
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}

function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EEXIST') return takenText(path);
  const message = messageOf(error);
  return `The bundle cannot be written to ${path}: ${message}`;
}

function takenText(path: string): string {
  return `${path} is there already. Name another file, or replace it with --force.`;
}
