/** Up to where a file has been read, and what proves that it is still that file. */

export type FilePlace = {
  readonly inode: string;
  /** From where it is read again: where the last line that is not whole begins. */
  readonly offset: number;
  /** Up to where it has been read. */
  readonly seen: number;
  /** The last bytes before `seen`, at most `proofBytes`; none: nothing proves it but its inode. */
  readonly proof: Buffer;
};

/** The time of a line and a few of its words: two files that are alike there are one. */
export const proofBytes = 64;

/** Bytes that were read of a file. `lapBytes` of them had been read before, as whoever sent them believes. */
export type ReadBytes = {
  readonly inode: string;
  readonly endOffset: number;
  readonly lapBytes: number;
  readonly bytes: Buffer;
};

/** False: where both know the file's bytes they differ, so that it is another file. Bytes from a start say nothing of it. */
export function goesOn(place: FilePlace | undefined, { endOffset, lapBytes, bytes }: ReadBytes): boolean {
  if (place === undefined || lapBytes === 0) return true;
  const knownFrom = place.seen - place.proof.length;
  const sentFrom = endOffset - bytes.length;
  const from = Math.max(knownFrom, sentFrom);
  const until = Math.min(place.seen, endOffset);
  if (from >= until) return true;
  const known = place.proof.subarray(from - knownFrom, until - knownFrom);
  return known.equals(bytes.subarray(from - sentFrom, until - sentFrom));
}

/** @param pendingBytes Of a last line that is not whole yet. */
export function placeAfter(read: ReadBytes, pendingBytes: number, before: FilePlace | undefined): FilePlace {
  const { inode, endOffset, lapBytes, bytes } = read;
  const isNext = before?.inode === inode && before.seen === endOffset - bytes.length + lapBytes;
  const known = isNext ? Buffer.concat([before.proof, bytes.subarray(lapBytes)]) : bytes;
  // A copy: the piece that it is cut from may be a large one.
  const proof = Buffer.from(known.subarray(Math.max(0, known.length - proofBytes)));
  return { inode, offset: endOffset - pendingBytes, seen: endOffset, proof };
}
