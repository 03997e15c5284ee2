/**
 * All lines that were read, oldest first: so many in memory, those before them in a file, and what found no room there
 * dropped and counted.
 */
import type { LogLine } from '../model/line.ts';
import type { ArrivedLine } from '../model/merge.ts';
import { type Chunk, encodeChunk, lineOfChunk, maxLinesInChunk, maxTextBytesInChunk } from './chunk.ts';
import type { Spill, Spilled } from './spill.ts';

export type LogBuffer = {
  append(line: ArrivedLine): LogLine;
  /** null: never there, or dropped. */
  line(id: number): LogLine | null;
  /** The oldest that is still there; `nextId` where there is none. */
  readonly firstId: number;
  readonly nextId: number;
  /** The first line whose own time, or that of its arrival, is not before that; `nextId` where there is none. */
  firstSince(atMs: number): number;
  /** The nearest piece of lines from `id` on, or before it, that has an error in it: where a search goes on. null: none. */
  pieceWithError(id: number, step: 1 | -1): { readonly firstId: number; readonly lastId: number } | null;
  counts(): BufferCounts;
  clear(): void;
};

export type BufferCounts = {
  /** Ever appended. */
  readonly read: number;
  readonly inMemory: number;
  readonly memoryBytes: number;
  readonly inFile: number;
  readonly fileBytes: number;
  /** Taken away for want of room; not those that the operator has cleared. */
  readonly dropped: number;
  readonly cleared: number;
  /** Why lines could not be put into the file; null: they could. */
  readonly spillProblem: string | null;
};

export type BufferLimits = { readonly maxLines: number; readonly maxBytes: number };

/** Lines of the usual length are 100,000 in a quarter of it; where lines are long, the memory is the limit. */
export const usualBufferLimits: BufferLimits = { maxLines: 100_000, maxBytes: 64 * 1024 * 1024 };

/** A sealed piece: in memory, or in the file. */
type Piece = Omit<Chunk, 'bytes'> & ({ readonly bytes: Buffer } | { readonly place: Spilled });

const keptPieces = 8;

export function createBuffer(spill: Spill, limits = usualBufferLimits): LogBuffer {
  let pieces: Piece[] = [];
  /** Pieces before that are in the file. */
  let memoryFrom = 0;
  let open: LogLine[] = [];
  let openBytes = 0;
  let nextId = 0;
  let memoryLines = 0;
  let memoryBytes = 0;
  let dropped = 0;
  let cleared = 0;
  let spillProblem: string | null = null;
  const recent = new Map<number, Buffer>();

  function firstId(): number {
    return pieces[0]?.firstId ?? open[0]?.id ?? nextId;
  }

  function seal(): void {
    if (open.length === 0) return;
    const piece = encodeChunk(open);
    pieces.push(piece);
    memoryLines += piece.count;
    memoryBytes += piece.bytes.length;
    open = [];
    openBytes = 0;
    while (memoryLines > limits.maxLines || memoryBytes > limits.maxBytes) putAside();
  }

  /** The oldest piece in memory, into the file. */
  function putAside(): void {
    const piece = pieces[memoryFrom];
    if (piece === undefined || !('bytes' in piece)) return;
    const { bytes, ...rest } = piece;
    memoryLines -= piece.count;
    memoryBytes -= bytes.length;
    const put = spill.put(bytes);
    if (put.ok) {
      pieces[memoryFrom] = { ...rest, place: put.place };
      memoryFrom += 1;
      spillProblem = null;
      forgetDropped();
    } else {
      // What stands before it would have a hole after it: all of it goes.
      spillProblem = put.reason;
      drop(memoryFrom + 1);
    }
  }

  function forgetDropped(): void {
    const gone = pieces.findIndex((piece) => 'bytes' in piece || piece.place.segment >= spill.firstSegment);
    if (gone > 0) drop(gone);
  }

  function drop(count: number): void {
    for (const piece of pieces.slice(0, count)) dropped += piece.count;
    pieces = pieces.slice(count);
    memoryFrom = Math.max(0, memoryFrom - count);
  }

  /** The index of the piece that holds the id, or would; `pieces.length` for the open lines. */
  function pieceAt(id: number): number {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const piece = pieces[middle];
      if (piece !== undefined && piece.firstId + piece.count <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function bytesOf(piece: Piece): Buffer | null {
    if ('bytes' in piece) return piece.bytes;
    const known = recent.get(piece.firstId);
    const bytes = known ?? spill.get(piece.place);
    if (bytes === null) return null;
    recent.delete(piece.firstId);
    recent.set(piece.firstId, bytes);
    const [oldest] = recent.keys();
    if (recent.size > keptPieces && oldest !== undefined) recent.delete(oldest);
    return bytes;
  }

  function line(id: number): LogLine | null {
    const [firstOpen] = open;
    if (firstOpen !== undefined && id >= firstOpen.id) return open[id - firstOpen.id] ?? null;
    const piece = pieces[pieceAt(id)];
    if (piece === undefined || id < piece.firstId) return null;
    const bytes = bytesOf(piece);
    return bytes === null ? null : lineOfChunk({ ...piece, bytes }, id - piece.firstId);
  }

  function append(arrived: ArrivedLine): LogLine {
    const added = { ...arrived, id: nextId };
    nextId += 1;
    open.push(added);
    openBytes += arrived.text.length;
    if (open.length >= maxLinesInChunk || openBytes >= maxTextBytesInChunk) seal();
    return added;
  }

  function firstSince(atMs: number): number {
    const piece = pieces.find(({ latestMs }) => latestMs >= atMs);
    let id = piece?.firstId ?? open[0]?.id ?? nextId;
    for (; id < nextId; id++) {
      const found = line(id);
      if (found !== null && (found.atMs ?? found.arrivedMs) >= atMs) return id;
    }
    return nextId;
  }

  function pieceWithError(id: number, step: 1 | -1): ReturnType<LogBuffer['pieceWithError']> {
    const [firstOpen] = open;
    const openPiece = { firstId: firstOpen?.id ?? nextId, lastId: nextId - 1 };
    for (let at = pieceAt(id); at >= 0 && at <= pieces.length; at += step) {
      const piece = pieces[at];
      if (piece === undefined) {
        if (open.length > 0 && open.some(({ level }) => level === 'error')) return openPiece;
      } else if (piece.errorCount > 0) {
        return { firstId: piece.firstId, lastId: piece.firstId + piece.count - 1 };
      }
    }
    return null;
  }

  function clear(): void {
    cleared += nextId - firstId();
    pieces = [];
    memoryFrom = 0;
    open = [];
    openBytes = 0;
    memoryLines = 0;
    memoryBytes = 0;
    recent.clear();
    spill.clear();
  }

  return {
    get firstId() {
      return firstId();
    },
    get nextId() {
      return nextId;
    },
    line,
    append,
    firstSince,
    pieceWithError,
    counts: () => ({
      read: nextId,
      inMemory: memoryLines + open.length,
      memoryBytes: memoryBytes + openBytes,
      inFile: nextId - firstId() - memoryLines - open.length,
      fileBytes: spill.bytes,
      dropped,
      cleared,
      spillProblem,
    }),
    clear,
  };
}
