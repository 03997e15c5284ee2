/**
 * What finds no room in memory, in files of a private folder. A file is taken away as a whole when there are too many, so
 * the oldest lines go first and nothing is ever moved. Read and written at once: the pieces are small, and who scrolls
 * there waits for them.
 */
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SpillFolder } from './spill-folder.ts';

export type Spilled = { readonly segment: number; readonly position: number; readonly length: number };

export type Spill = {
  /** Where it stands from now on, or why it could not be put there. */
  put(
    bytes: Buffer,
  ): { readonly ok: true; readonly place: Spilled } | { readonly ok: false; readonly reason: string };
  /** null: it has been dropped, or cannot be read. */
  get(place: Spilled): Buffer | null;
  /** Bytes in the files. */
  readonly bytes: number;
  /** The first segment that is still there: what stands in an earlier one has been dropped. */
  readonly firstSegment: number;
  /** Takes everything away. */
  clear(): void;
};

export type SpillLimits = {
  readonly maxBytes: number;
  readonly segmentBytes: number;
};

export const usualSpillLimits: SpillLimits = { maxBytes: 2 * 1024 ** 3, segmentBytes: 64 * 1024 ** 2 };

type Segment = { readonly descriptor: number; readonly path: string; length: number };

/** @param folder Made when the first line is put aside. */
export function createSpill(folder: SpillFolder, name: string, limits = usualSpillLimits): Spill {
  const segments = new Map<number, Segment>();
  let firstSegment = 0;
  let nextSegment = 0;
  let bytes = 0;

  function current(): Segment {
    const last = segments.get(nextSegment - 1);
    if (last !== undefined && last.length < limits.segmentBytes) return last;
    const path = join(folder.path(), `${name}-${nextSegment}`);
    const opened = { descriptor: openSync(path, 'wx+', 0o600), path, length: 0 };
    segments.set(nextSegment, opened);
    nextSegment += 1;
    return opened;
  }

  function dropFirst(): void {
    const oldest = segments.get(firstSegment);
    segments.delete(firstSegment);
    firstSegment += 1;
    if (oldest === undefined) return;
    bytes -= oldest.length;
    closeSync(oldest.descriptor);
    rmSync(oldest.path, { force: true });
  }

  return {
    get bytes() {
      return bytes;
    },
    get firstSegment() {
      return firstSegment;
    },
    put(chunk) {
      try {
        const segment = current();
        const position = segment.length;
        writeWhole(segment, chunk);
        bytes += chunk.length;
        while (bytes > limits.maxBytes && segments.size > 1) dropFirst();
        return { ok: true, place: { segment: nextSegment - 1, position, length: chunk.length } };
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
    get({ segment, position, length }) {
      const found = segments.get(segment);
      if (found === undefined) return null;
      const chunk = Buffer.alloc(length);
      try {
        return readSync(found.descriptor, chunk, 0, length, position) === length ? chunk : null;
      } catch {
        return null;
      }
    },
    clear() {
      while (segments.size > 0) dropFirst();
    },
  };
}

/** A disk that is full takes a part: that part is taken back, so that the next piece stands where it is said to. */
function writeWhole(segment: Segment, chunk: Buffer): void {
  let written = 0;
  try {
    while (written < chunk.length)
      written += writeSync(
        segment.descriptor,
        chunk,
        written,
        chunk.length - written,
        segment.length + written,
      );
    segment.length += chunk.length;
  } catch (error) {
    ftruncateSync(segment.descriptor, segment.length);
    throw error;
  }
}
