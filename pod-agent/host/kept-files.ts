/**
 * Reads files of /proc and /sys again and again at the least cost: each stays open, and is read from its beginning into
 * one buffer. The kernel makes their text anew with each such read. Reading them takes microseconds and never waits for
 * a disk, so that it is done at once.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { fileFailure, maxFileBytes, tooLong } from './file-failure.ts';
import type { Answer } from './host.ts';

export type KeptFiles = {
  answer(path: string): Answer;
  /** Closes every file. A later answer opens it again. */
  close(): void;
};

/** More files than any set of collectors reads; beyond it a file is opened and closed each time. */
const maxKept = 64;
/** Most files of control groups are absent, as there are two versions of them: looking each time would cost most of all. */
const absentForMs = 15_000;
const firstBufferBytes = 32 * 1024;
/** The kernel makes room for as much as is asked for: for the settings of /proc/sys it refuses where that is 4 MiB. */
const mostBytesAtOnce = 1024 * 1024;
export function createKeptFiles(): KeptFiles {
  const kept = new Map<string, number>();
  const absent = new Map<string, { readonly answer: Answer; readonly untilMs: number }>();
  const textFrom = createReader();

  function answer(path: string): Answer {
    const descriptor = kept.get(path);
    if (descriptor !== undefined) {
      try {
        return { ok: true, text: textFrom(descriptor) };
      } catch {
        // The group or device behind it has gone, and may have come back under the same name.
        forget(path, descriptor);
      }
    }
    const missed = absent.get(path);
    if (missed !== undefined && performance.now() < missed.untilMs) return missed.answer;
    absent.delete(path);
    try {
      return { ok: true, text: textOfOpened(path) };
    } catch (error) {
      return failed(error, path);
    }
  }

  function failed(error: unknown, path: string): Answer {
    const failure = fileFailure(error, path);
    if (failure.reason === 'absent' && isLasting(path) && absent.size < maxKept) {
      absent.set(path, { answer: failure, untilMs: performance.now() + absentForMs });
    }
    return failure;
  }

  function textOfOpened(path: string): string {
    const descriptor = openSync(path, 'r');
    let isKept = false;
    try {
      const text = textFrom(descriptor);
      isKept = kept.size < maxKept && isLasting(path);
      if (isKept) kept.set(path, descriptor);
      return text;
    } finally {
      if (!isKept) closeSync(descriptor);
    }
  }

  function forget(path: string, descriptor: number): void {
    kept.delete(path);
    try {
      closeSync(descriptor);
    } catch {
      // It is out of the table, and there is nothing else to give back.
    }
  }

  return {
    answer,
    close() {
      for (const [path, descriptor] of kept) forget(path, descriptor);
    },
  };
}

/** Reads an open file from its beginning, always into the same buffer, which grows with the longest file. */
function createReader(): (descriptor: number) => string {
  let buffer = Buffer.allocUnsafe(firstBufferBytes);
  return (descriptor) => {
    let length = 0;
    for (;;) {
      if (length === buffer.length) buffer = grown(buffer);
      const wantedBytes = Math.min(buffer.length - length, mostBytesAtOnce);
      const read = readSync(descriptor, buffer, length, wantedBytes, length);
      if (read === 0) return buffer.toString('utf8', 0, length);
      length += read;
    }
  };
}

/** Files of single processes come and go with them. */
function isLasting(path: string): boolean {
  return !/^\/proc\/\d/.test(path);
}

function grown(buffer: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  if (buffer.length >= maxFileBytes) throw tooLong();
  const larger = Buffer.allocUnsafe(buffer.length * 2);
  buffer.copy(larger);
  return larger;
}
