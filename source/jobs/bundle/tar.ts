/** An archive in the ustar format (POSIX.1-1988, section 10.1.1), which every tar reads. Pure. */

export type TarFile = {
  /** A relative path of at most 100 bytes. */
  readonly name: string;
  readonly bytes: Uint8Array;
};

const blockBytes = 512;

/** Files for their owner alone, by user and group 0, all of one time. */
export function tarOf(files: readonly TarFile[], atMs: number): Buffer {
  const parts = files.flatMap(({ name, bytes }) => [
    headerOf(name, bytes.length, atMs),
    Buffer.from(bytes),
    Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes),
  ]);
  // Two empty blocks are the end.
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)]);
}

function headerOf(name: string, length: number, atMs: number): Buffer {
  if (Buffer.byteLength(name) > 100)
    throw new Error(`The name ${JSON.stringify(name)} is too long for an archive.`);
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0);
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(length, 12), 124);
  header.write(octal(Math.floor(atMs / 1000), 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  // The sum of all bytes, with blanks in the place of the sum itself.
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Ends in a zero byte, which the width counts. */
function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}
