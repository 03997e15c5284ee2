/** Headers of a tar archive (POSIX ustar, with GNU's and PAX's long names), read and written. */

export const blockBytes = 512;

export type TarHeader = {
  readonly path: string;
  readonly kind:
    | 'file'
    | 'folder'
    | 'link'
    | 'hard-link'
    | 'other'
    | 'long-path'
    | 'long-link'
    | 'pax'
    | 'pax-global';
  readonly size: number;
  readonly mode: number;
  readonly modifiedSeconds: number;
  readonly linkTarget: string;
};

const kinds: Readonly<Record<string, TarHeader['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '5': 'folder',
  '2': 'link',
  '1': 'hard-link',
  L: 'long-path',
  K: 'long-link',
  x: 'pax',
  g: 'pax-global',
};

/** null: the block of zeros that ends an archive. Throws an Error where the checksum is wrong. */
export function readHeader(block: Buffer): TarHeader | null {
  if (block.every((byte) => byte === 0)) return null;
  if (numberAt(block, 148, 8) !== checksumOf(block)) throw new Error('what the pod sent is no archive');
  const prefix = block.toString('latin1', 257, 262) === 'ustar' ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  const type = String.fromCharCode(block[156] ?? 0);
  // GNU's own header has times where POSIX has the prefix.
  const isGnu = block.toString('latin1', 257, 265) === 'ustar  \0';
  return {
    path: prefix === '' || isGnu ? name : `${prefix}/${name}`,
    kind: kinds[type] ?? 'other',
    size: numberAt(block, 124, 12),
    mode: numberAt(block, 100, 8) & 0o777,
    modifiedSeconds: numberAt(block, 136, 12),
    linkTarget: textAt(block, 157, 100),
  };
}

/** "27 path=folder/name\n" and the like; a value may hold anything. */
export function readPax(body: Buffer): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString('latin1', at, space));
    if (space < 0 || !Number.isInteger(length) || length < space - at + 2 || at + length > body.length)
      throw new Error('the archive of the pod has a broken header');
    const record = body.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    values.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return values;
}

function textAt(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start);
  return block.toString('utf8', start, end < 0 || end > start + length ? start + length : end);
}

/** Octal digits, or with the first bit set a binary number of GNU's. */
function numberAt(block: Buffer, start: number, length: number): number {
  if (((block[start] ?? 0) & 0x80) !== 0) return block.readUIntBE(start + length - 6, 6);
  const text = block.toString('latin1', start, start + length).replace(/[\0 ].*$/s, '');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function checksumOf(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < blockBytes; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  return sum;
}

export function paddingOf(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

/** The header of one entry, after a PAX header where its names or its size do not fit (POSIX.1-2001, pax). */
export function writeHeader(entry: {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly size: number;
  readonly mode: number;
  readonly modifiedSeconds: number;
  readonly linkTarget?: string;
}): Buffer {
  const { path, linkTarget = '' } = entry;
  const long = {
    ...(Buffer.byteLength(path) > 99 || /[^\x20-\x7e]/.test(path) ? { path } : {}),
    ...(Buffer.byteLength(linkTarget) > 99 || /[^\x20-\x7e]/.test(linkTarget)
      ? { linkpath: linkTarget }
      : {}),
    ...(entry.size > 0o77777777777 ? { size: String(entry.size) } : {}),
  };
  const plain = headerBlock(entry.path, {
    ...entry,
    type: { file: '0', folder: '5', link: '2' }[entry.kind],
    linkTarget,
  });
  if (Object.keys(long).length === 0) return plain;
  const body = Buffer.concat(Object.entries(long).map(([name, value]) => paxRecord(name, value)));
  const head = headerBlock('pax', {
    type: 'x',
    size: body.length,
    mode: 0o600,
    modifiedSeconds: 0,
    linkTarget: '',
  });
  return Buffer.concat([head, body, Buffer.alloc(paddingOf(body.length)), plain]);
}

/** Its own length counts in, which may make it longer by a digit. */
function paxRecord(name: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${name}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return Buffer.from(`${length} ${name}=${value}\n`);
}

function headerBlock(
  path: string,
  entry: {
    readonly type: string;
    readonly size: number;
    readonly mode: number;
    readonly modifiedSeconds: number;
    readonly linkTarget: string;
  },
): Buffer {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, at: number, length: number): void => {
    block.write(
      Math.max(0, Math.floor(value))
        .toString(8)
        .padStart(length - 1, '0')
        .slice(-(length - 1)),
      at,
      'latin1',
    );
  };
  block.write(path.slice(0, 100), 0, 100, 'utf8');
  octal(entry.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(Math.min(entry.size, 0o77777777777), 124, 12);
  octal(entry.modifiedSeconds, 136, 12);
  block.write(entry.type, 156, 'latin1');
  block.write(entry.linkTarget.slice(0, 100), 157, 100, 'utf8');
  block.write('ustar\x0000', 257, 'latin1');
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
