/** One HTTP/1.1 answer after another out of the bytes of a connection, wherever they are cut. */
import { carriageReturn, lineFeed } from './bytes.ts';
import { type BodyPart, ChunkReader } from './chunks.ts';
import { emptyHead, type Head, incomplete, malformed, parseHead } from './head.ts';
import { LastHead } from './last-head.ts';

/** What wants to see the answer itself, which measuring load does not. */
export type AnswerSink = { readonly onHead: BodyPart; readonly onBody: BodyPart };

type Place = 'head' | 'length' | 'chunks' | 'until-close' | 'complete' | 'malformed';

const mostHeadBytes = 64 * 1024;
const nothing = new Uint8Array(0);

export class ResponseParser {
  readonly head: Head = emptyHead();
  place: Place = 'head';
  /** Whether anything of this answer has come. */
  hasBegun = false;
  private left = 0;
  private readonly lastHead = new LastHead();
  private readonly chunks = new ChunkReader();
  private readonly sink: AnswerSink | null;
  /** The beginning of a head that was cut; made when the first is. */
  private kept: Uint8Array | null = null;
  private keptBytes = 0;

  constructor(sink: AnswerSink | null = null) {
    this.sink = sink;
  }

  begin(): void {
    this.place = 'head';
    this.hasBegun = false;
    this.keptBytes = 0;
  }

  /** Gives the position of the first byte that it did not take; then `place` is `complete` or `malformed`. */
  feed(bytes: Buffer, from: number, end: number): number {
    this.hasBegun = true;
    let at = from;
    // The head is looked at anew after one that only announces another (1xx).
    while (this.place === 'head' && at < end) at = this.takeHead(bytes, at, end);
    if (this.place === 'length') return this.takeLength(bytes, at, end);
    if (this.place === 'chunks') return this.takeChunks(bytes, at, end);
    if (this.place !== 'until-close') return at;
    this.sink?.onBody(bytes, at, end);
    return end;
  }

  /** The connection has ended. True where that completes the answer. */
  endOfConnection(): boolean {
    if (this.place !== 'until-close') return false;
    this.place = 'complete';
    return true;
  }

  private takeHead(bytes: Buffer, from: number, end: number): number {
    if (this.keptBytes > 0) return this.takeKeptHead(bytes, from, end);
    if (this.lastHead.isAgain(bytes, from, end)) return this.takeLastHead(bytes, from);
    const headEnd = parseHead(bytes, from, end, this.head);
    if (headEnd === malformed) return this.giveUp(from);
    if (headEnd === incomplete) return this.keep(bytes, from, end) ? end : this.giveUp(from);
    this.lastHead.keep(bytes, from, headEnd);
    this.sink?.onHead(bytes, from, headEnd);
    this.afterHead();
    return headEnd;
  }

  /** What `head` says still holds. */
  private takeLastHead(bytes: Buffer, from: number): number {
    const headEnd = from + this.lastHead.length;
    this.sink?.onHead(bytes, from, headEnd);
    this.afterHead();
    return headEnd;
  }

  private takeKeptHead(bytes: Buffer, from: number, end: number): number {
    const before = this.keptBytes;
    const hasRoom = this.keep(bytes, from, end);
    const kept = this.kept ?? nothing;
    const headEnd = blankLineEnd(kept, Math.max(0, before - 2), this.keptBytes);
    if (headEnd < 0) return hasRoom ? end : this.giveUp(from);
    this.keptBytes = 0;
    this.lastHead.length = 0;
    if (parseHead(kept, 0, headEnd, this.head) !== headEnd) return this.giveUp(from);
    this.sink?.onHead(kept, 0, headEnd);
    this.afterHead();
    return from + headEnd - before;
  }

  /** False where there is no more room. */
  private keep(bytes: Buffer, from: number, end: number): boolean {
    this.kept ??= new Uint8Array(mostHeadBytes);
    const count = Math.min(end - from, mostHeadBytes - this.keptBytes);
    this.kept.set(bytes.subarray(from, from + count), this.keptBytes);
    this.keptBytes += count;
    return this.keptBytes < mostHeadBytes;
  }

  private afterHead(): void {
    this.place = placeAfter(this.head);
    if (this.place === 'chunks') this.chunks.begin();
    if (this.place === 'length') this.left = this.head.contentLength;
    if (this.place === 'until-close') this.head.keepsAlive = false;
  }

  private takeLength(bytes: Buffer, from: number, end: number): number {
    const partEnd = Math.min(end, from + this.left);
    if (partEnd > from) this.sink?.onBody(bytes, from, partEnd);
    this.left -= partEnd - from;
    if (this.left === 0) this.place = 'complete';
    return partEnd;
  }

  private takeChunks(bytes: Buffer, from: number, end: number): number {
    const at = this.chunks.feed(bytes, from, end, this.sink?.onBody ?? null);
    if (this.chunks.place === 'malformed') return this.giveUp(at);
    if (this.chunks.place === 'end') this.place = 'complete';
    return at;
  }

  private giveUp(at: number): number {
    this.place = 'malformed';
    return at;
  }
}

/** How the body ends, in the order of RFC 9112, section 6.3. */
function placeAfter({ status, isChunked, hasOtherCoding, contentLength }: Head): Place {
  // An answer that only announces another; 101 would end HTTP on this connection, and nothing asked for that.
  if (status < 200) return status === 101 ? 'malformed' : 'head';
  if (status === 204 || status === 304) return 'complete';
  if (isChunked) return 'chunks';
  if (hasOtherCoding || contentLength < 0) return 'until-close';
  return contentLength === 0 ? 'complete' : 'length';
}

function blankLineEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (bytes[at] !== lineFeed) continue;
    if (at + 1 < end && bytes[at + 1] === lineFeed) return at + 2;
    if (at + 2 < end && bytes[at + 1] === carriageReturn && bytes[at + 2] === lineFeed) return at + 3;
  }
  return -1;
}
