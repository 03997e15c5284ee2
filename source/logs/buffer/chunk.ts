/**
 * Some hundred lines in one piece of memory. 100,000 lines as objects with six fields cost three times their text; so a
 * line is 24 bytes of figures and its text in UTF-8, the same in memory and in the file of what is put aside.
 */
import { type LogLine, levels } from '../model/line.ts';

export type Chunk = {
  readonly firstId: number;
  readonly count: number;
  readonly bytes: Buffer;
  /** The latest time in it: its own, or of arrival. */
  readonly latestMs: number;
  readonly errorCount: number;
};

export const maxLinesInChunk = 512;
export const maxTextBytesInChunk = 256 * 1024;

/** Per line: own time, arrival (float64 each, little endian), where its text ends (uint32), origin (uint16), level, flags. */
const recordBytes = 24;

/** @param lines Of ids that follow each other; at least one. */
export function encodeChunk(lines: readonly LogLine[]): Chunk {
  const headBytes = lines.length * recordBytes;
  const bytes = Buffer.alloc(headBytes + lines.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0));
  let textEnd = 0;
  let latestMs = Number.NEGATIVE_INFINITY;
  let errorCount = 0;
  for (const [index, line] of lines.entries()) {
    const at = index * recordBytes;
    textEnd += bytes.write(line.text, headBytes + textEnd);
    bytes.writeDoubleLE(line.atMs ?? Number.NaN, at);
    bytes.writeDoubleLE(line.arrivedMs, at + 8);
    bytes.writeUInt32LE(textEnd, at + 16);
    bytes.writeUInt16LE(line.origin, at + 20);
    bytes.writeUInt8(levels.indexOf(line.level), at + 22);
    bytes.writeUInt8(line.isContinued ? 1 : 0, at + 23);
    latestMs = Math.max(latestMs, line.atMs ?? line.arrivedMs);
    if (isErrorStart(line)) errorCount += 1;
  }
  return { firstId: lines[0]?.id ?? 0, count: lines.length, bytes, latestMs, errorCount };
}

export function lineOfChunk({ firstId, count, bytes }: ChunkBytes, index: number): LogLine {
  const at = index * recordBytes;
  const atMs = bytes.readDoubleLE(at);
  const textFrom = count * recordBytes;
  const start = index === 0 ? 0 : bytes.readUInt32LE(at - recordBytes + 16);
  return {
    id: firstId + index,
    atMs: Number.isNaN(atMs) ? null : atMs,
    arrivedMs: bytes.readDoubleLE(at + 8),
    origin: bytes.readUInt16LE(at + 20),
    level: levels[bytes.readUInt8(at + 22)] ?? 'none',
    isContinued: bytes.readUInt8(at + 23) === 1,
    text: bytes.toString('utf8', textFrom + start, textFrom + bytes.readUInt32LE(at + 16)),
  };
}

export type ChunkBytes = Pick<Chunk, 'firstId' | 'count' | 'bytes'>;

/** What "next error" stops at: the rows of a traceback belong to their first. */
export function isErrorStart({ level, isContinued }: Pick<LogLine, 'level' | 'isContinued'>): boolean {
  return level === 'error' && !isContinued;
}
