/** An archive read as it comes, in pieces of any size: headers with their long names put together, bodies as they are. */
import { blockBytes, paddingOf, readHeader, readPax, type TarHeader } from './tar-headers.ts';

export type TarSink = {
  begin(header: TarHeader): void;
  write(bytes: Buffer): void;
  finish(): void;
};

type Reading = {
  pending: Buffer;
  /** Of the body that is being read, and of the padding behind it. */
  left: number;
  padding: number;
  /** A header about the next header. */
  meta: { readonly kind: TarHeader['kind']; readonly chunks: Buffer[] } | null;
  extra: ReadonlyMap<string, string>;
  isInEntry: boolean;
  ended: boolean;
};

/** Long names and PAX headers are small; more is no name. */
const maxMetaBytes = 64 * 1024;

/** `feed` throws an Error where what comes is no archive. */
export function createTarReader(sink: TarSink): { feed(bytes: Buffer): void; isWhole(): boolean } {
  const reading: Reading = {
    ...{ pending: Buffer.alloc(0), left: 0, padding: 0, meta: null },
    ...{ extra: new Map(), isInEntry: false, ended: false },
  };
  return {
    feed(bytes) {
      reading.pending = reading.pending.length === 0 ? bytes : Buffer.concat([reading.pending, bytes]);
      while (reading.pending.length > 0 && !reading.ended && advance(reading, sink));
    },
    isWhole: () => reading.ended,
  };
}

/** False when more bytes are needed. */
function advance(reading: Reading, sink: TarSink): boolean {
  if (reading.left > 0) {
    const piece = take(reading, reading.left);
    reading.left -= piece.length;
    if (reading.meta === null) sink.write(piece);
    else reading.meta.chunks.push(Buffer.from(piece));
    if (reading.left === 0) finish(reading, sink);
    return true;
  }
  if (reading.padding > 0) {
    reading.padding -= take(reading, reading.padding).length;
    return true;
  }
  if (reading.pending.length < blockBytes) return false;
  const header = readHeader(take(reading, blockBytes));
  if (header === null) reading.ended = true;
  else begin(reading, header, sink);
  return true;
}

function take(reading: Reading, count: number): Buffer {
  const piece = reading.pending.subarray(0, count);
  reading.pending = reading.pending.subarray(piece.length);
  return piece;
}

function begin(reading: Reading, plain: TarHeader, sink: TarSink): void {
  const size = Number(reading.extra.get('size') ?? plain.size);
  if (!Number.isSafeInteger(size) || size < 0) throw new Error('the archive of the pod has a broken header');
  reading.left = size;
  reading.padding = paddingOf(size);
  if (/^(pax|pax-global|long-path|long-link)$/.test(plain.kind)) {
    if (size > maxMetaBytes) throw new Error('the archive of the pod has a name without end');
    reading.meta = { kind: plain.kind, chunks: [] };
  } else {
    const path = reading.extra.get('path') ?? plain.path;
    const linkTarget = reading.extra.get('linkpath') ?? plain.linkTarget;
    reading.extra = new Map();
    reading.isInEntry = true;
    sink.begin({ ...plain, size, path, linkTarget });
  }
  if (size === 0) finish(reading, sink);
}

function finish(reading: Reading, sink: TarSink): void {
  if (reading.meta !== null) reading.extra = new Map([...reading.extra, ...said(reading.meta)]);
  reading.meta = null;
  if (reading.isInEntry) sink.finish();
  reading.isInEntry = false;
}

function said({ kind, chunks }: NonNullable<Reading['meta']>): ReadonlyMap<string, string> {
  const body = Buffer.concat(chunks);
  if (kind === 'pax') return readPax(body);
  if (kind === 'pax-global') return new Map();
  const text = body.toString('utf8').replace(/\0.*$/s, '');
  return new Map([[kind === 'long-path' ? 'path' : 'linkpath', text]]);
}
