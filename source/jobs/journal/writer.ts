/**
 * Appends records to one journal, as whole lines and in small batches. What cannot be written never breaks the job: it is
 * said once, and the job goes on without a journal.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import { messageOf } from '../../base/message-of.ts';
import { makePrivateFolder } from './folder.ts';
import { encodeRecord, type JournalRecord } from './record.ts';

/** A record is on its way to the disk within this time. */
export const writeEveryMs = 100;

export const maxJournalBytes = 8 * 1024 * 1024;

export type JournalWriter = {
  add(record: JournalRecord): void;
  /** Resolves when all that was added is on the disk, or cannot be. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type WriterOptions = {
  readonly path: string;
  /** `again`: at the end of what is there. */
  readonly how: 'new' | 'again';
  /** Of an existing file. */
  readonly bytes?: number;
  /** One sentence, at most twice: it cannot be written, it is full. */
  readonly onTrouble: (text: string) => void;
  readonly maxBytes?: number;
};

export function createJournalWriter(options: WriterOptions): JournalWriter {
  const { path, onTrouble, maxBytes = maxJournalBytes } = options;
  let bytes = options.bytes ?? 0;
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let file: Promise<FileHandle | null> | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isBroken = false;
  let droppedCount = 0;

  function broken(error: unknown): null {
    if (!isBroken)
      onTrouble(`The journal ${path} cannot be written, and the job goes on without: ${codeOf(error)}.`);
    isBroken = true;
    waiting = [];
    return null;
  }

  async function writeOut(): Promise<void> {
    const text = waiting.join('');
    waiting = [];
    if (text === '' || isBroken) return;
    file ??= openFile(path, options.how).catch(broken);
    try {
      await (await file)?.appendFile(text);
    } catch (error) {
      broken(error);
    }
  }

  function write(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(writeOut);
    return writing;
  }

  function put(line: string): void {
    bytes += Buffer.byteLength(line);
    waiting.push(line);
    timer ??= setTimeout(() => void write(), writeEveryMs);
  }

  async function sync(): Promise<void> {
    await write();
    try {
      await (await file)?.datasync();
    } catch (error) {
      broken(error);
    }
  }

  return {
    add(record) {
      if (isBroken) return;
      // What a job comes to is kept in the room that is left for it.
      const limit = isEssential(record) ? maxBytes : maxBytes - reservedBytes(maxBytes);
      const line = encodeRecord(record);
      if (bytes + line.length <= limit) return put(line);
      if (droppedCount === 0)
        onTrouble(
          `The journal holds no more than ${maxBytes / 1024 / 1024} MiB of a job; only its results are kept from here on.`,
        );
      droppedCount += 1;
    },
    sync,
    async close() {
      if (droppedCount > 0 && !isBroken) put(encodeRecord({ record: 'dropped', count: droppedCount }));
      await sync();
      await (await file)?.close().catch(broken);
      isBroken = true;
    },
  };
}

/** Never through a symbolic link that somebody laid there, and a new one never over what exists. */
async function openFile(path: string, how: 'new' | 'again'): Promise<FileHandle> {
  const { O_WRONLY, O_APPEND, O_NOFOLLOW, O_CREAT, O_EXCL } = constants;
  if (how === 'new') {
    await makePrivateFolder(dirname(path));
    return await open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CREAT | O_EXCL, 0o600);
  }
  const file = await open(path, O_WRONLY | O_APPEND | O_NOFOLLOW);
  try {
    // A torn last line stays a line of its own, to be skipped.
    await file.appendFile('\n');
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

const essential: ReadonlySet<JobEventBody['kind']> = new Set([
  'diagnosis',
  'benchmark',
  'comparison',
  'optimisation',
  'verdict',
]);

function isEssential(record: JournalRecord): boolean {
  return record.record !== 'event' || essential.has(record.event.kind);
}

function reservedBytes(maxBytes: number): number {
  return Math.min(1024 * 1024, maxBytes / 4);
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return messageOf(error);
}
