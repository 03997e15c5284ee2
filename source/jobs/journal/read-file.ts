/** Reads a journal from the disk: whole, or only how its job began and ended. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { JournalFile } from './folder.ts';
import { type JournalRead, readJournal } from './read-journal.ts';
import { maxJournalBytes } from './writer.ts';

/** A smaller file is read whole at once. */
const pieceBytes = 128 * 1024;

/** null where it cannot be read, or is no journal. */
export async function readWhole(path: string): Promise<JournalRead | null> {
  return await withFile(path, async (file) => readJournal(await textFrom(file, 0, maxJournalBytes * 2)));
}

/** As `readWhole`, without the events of a long job that has ended: its first and its last line tell how it went. */
export async function readSummary({ path, bytes }: JournalFile): Promise<JournalRead | null> {
  if (bytes <= pieceBytes) return await readWhole(path);
  const ends = await withFile(path, async (file) => {
    const [first = ''] = (await textFrom(file, 0, pieceBytes)).split('\n');
    const last =
      (await textFrom(file, bytes - pieceBytes, pieceBytes)).split('\n').filter(Boolean).at(-1) ?? '';
    return last.startsWith('{"record":"ended"') ? readJournal(`${first}\n${last}\n`) : null;
  });
  return ends ?? (await readWhole(path));
}

async function withFile<Result>(
  path: string,
  read: (file: FileHandle) => Promise<Result | null>,
): Promise<Result | null> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    return await read(file);
  } catch {
    return null;
  } finally {
    await file?.close();
  }
}

async function textFrom(file: FileHandle, position: number, length: number): Promise<string> {
  const { size } = await file.stat();
  const wanted = Math.max(0, Math.min(length, size - position));
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, position);
  return buffer.toString('utf8', 0, bytesRead);
}
