/** Files of one JSON object a line that must survive a crash: each line is on the disk before its writer goes on. */
import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makePrivateFolder } from '../journal/folder.ts';

export type DurableLines = {
  /** Resolves when the line is on the disk. Rejects where it cannot be written; nothing may rely on it then. */
  append(value: unknown): Promise<void>;
  close(): Promise<void>;
};

export async function openLines(path: string): Promise<DurableLines> {
  await makePrivateFolder(dirname(path));
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  let isTorn = await lacksItsEnding(file);
  let writing: Promise<void> = syncFolder(dirname(path));

  async function write(value: unknown): Promise<void> {
    // A line that a crash or a full disk has torn stays a line of its own, to be skipped.
    const line = `${isTorn ? '\n' : ''}${JSON.stringify(value)}\n`;
    isTorn = true;
    await file.appendFile(line);
    isTorn = false;
    await file.datasync();
  }

  return {
    append(value) {
      const written = writing.then(() => write(value));
      // Who asked for it hears of the failure; the next line is tried all the same.
      writing = written.catch(() => undefined);
      return written;
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

/** One line in a file that is not kept open. */
export async function appendLine(path: string, value: unknown): Promise<void> {
  const lines = await openLines(path);
  try {
    await lines.append(value);
  } finally {
    await lines.close();
  }
}

/**
 * The lines that are JSON; a torn one is skipped. A file that is not there has none.
 * @throws where it is there and cannot be read: that it is empty would be a guess.
 */
export async function readLines(path: string): Promise<readonly unknown[]> {
  const text = await textOf(path);
  return text === null ? [] : text.split('\n').flatMap(parsedLine);
}

export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW });
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** A new name is on the disk only when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function lacksItsEnding(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString('latin1') !== '\n';
}

function parsedLine(line: string): readonly unknown[] {
  try {
    return line === '' ? [] : [JSON.parse(line)];
  } catch {
    return [];
  }
}
