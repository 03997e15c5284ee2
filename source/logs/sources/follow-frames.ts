/** What the script that follows files says, read line by line. */

export type FollowFrame =
  /** It lives. */
  | { readonly kind: 'beat' }
  | { readonly kind: 'end' }
  /** Other files match the patterns than before. */
  | { readonly kind: 'files' }
  /** The file is there. */
  | { readonly kind: 'live'; readonly file: number }
  | { readonly kind: 'waits'; readonly file: number; readonly why: 'absent' | 'kind' | 'unreadable' }
  /** Renamed, or copied and cut off; what was left of it has been read. */
  | { readonly kind: 'rotated'; readonly file: number }
  /** What stood there since the last look cannot be had any more, or stands in files put aside since (`between`). */
  | { readonly kind: 'gap'; readonly file: number; readonly why: 'gone' | 'shorter' | 'between' }
  | {
      readonly kind: 'data';
      readonly file: number;
      readonly inode: string;
      /** Where in the file the bytes end. */
      readonly endOffset: number;
      /** How many of the bytes stand before what is new, to show that it is the file that was read so far. */
      readonly lapBytes: number;
      readonly bytes: Buffer;
    };

/** A frame is at most 4 MiB of a file in hexadecimal, and its head. */
const maxFrameBytes = 9 * 1024 * 1024;

/** Hands on frames as they become whole. What does not begin with the nonce is a shell's own talk. */
export function createFrameReader(nonce: string, onFrame: (frame: FollowFrame) => void) {
  let rest: Buffer[] = [];
  let restBytes = 0;

  function line(bytes: Buffer): void {
    // The noise of a shell that ends without a line end stands before the first frame.
    const text = bytes.toString('latin1');
    const start = text.indexOf(`${nonce} `);
    const frame = start < 0 ? null : frameOf(text.slice(start + nonce.length + 1));
    if (frame !== null) onFrame(frame);
  }

  return (bytes: Buffer): void => {
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
      line(Buffer.concat([...rest, bytes.subarray(from, at)]));
      rest = [];
      restBytes = 0;
      from = at + 1;
    }
    restBytes += bytes.length - from;
    if (restBytes > maxFrameBytes) {
      rest = [];
      restBytes = 0;
    } else if (from < bytes.length) rest.push(Buffer.from(bytes.subarray(from)));
  };
}

function frameOf(text: string): FollowFrame | null {
  const [kind, ...words] = text.split(' ');
  const file = Number(words[0]);
  switch (kind) {
    case 'h':
      return { kind: 'beat' };
    case 'e':
      return { kind: 'end' };
    case 'n':
      return { kind: 'files' };
    case 'l':
      return { kind: 'live', file };
    case 'r':
      return { kind: 'rotated', file };
    case 'w':
      return { kind: 'waits', file, why: whyWaiting(words[1]) };
    case 'g':
      return { kind: 'gap', file, why: whyMissing(words[1]) };
    case 'd':
      return dataOf(file, words);
    default:
      return null;
  }
}

function whyWaiting(word: string | undefined): 'absent' | 'kind' | 'unreadable' {
  return word === 'kind' || word === 'unreadable' ? word : 'absent';
}

function whyMissing(word: string | undefined): 'gone' | 'shorter' | 'between' {
  return word === 'shorter' || word === 'between' ? word : 'gone';
}

function dataOf(
  file: number,
  [, inode = '', end = '', lap = '', coding, data = '']: readonly string[],
): FollowFrame | null {
  const endOffset = Number(end);
  const lapBytes = Number(lap);
  if (!Number.isSafeInteger(endOffset) || !Number.isSafeInteger(lapBytes) || !/^\d+$/.test(inode))
    return null;
  return {
    kind: 'data',
    file,
    inode,
    endOffset,
    lapBytes,
    bytes: Buffer.from(data, coding === 'x' ? 'hex' : 'base64'),
  };
}
