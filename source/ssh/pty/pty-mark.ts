/** The mark by which a shell's answers are told from whatever else comes over its terminal. */
import { randomBytes } from 'node:crypto';

/** Sent in two halves, so that an echo of what was typed never looks like an answer. */
export type PtyMark = { readonly first: string; readonly second: string };

/** 64 random bits in each half: what runs on the terminal cannot guess it. */
export function newMark(): PtyMark {
  return { first: `@${randomBytes(8).toString('hex')}`, second: randomBytes(8).toString('hex') };
}

export type MarkSinks = {
  onOutput(bytes: Buffer): void;
  /** A letter, and perhaps a number: what stands between the mark and its semicolon. */
  onWord(word: string): void;
};

const longestWordBytes = 12;

/**
 * Parts a stream into output and marked words, whatever pieces it comes in. Output is held back only while it could be
 * the beginning of a mark.
 */
export function createMarkScanner({ first, second }: PtyMark, { onOutput, onWord }: MarkSinks) {
  const mark = Buffer.from(first + second, 'latin1');
  let held: Buffer = Buffer.alloc(0);

  function give(bytes: Buffer): void {
    if (bytes.length > 0) onOutput(bytes);
  }

  return {
    push(chunk: Buffer): void {
      let rest = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      for (;;) {
        const at = rest.indexOf(mark);
        if (at === -1) break;
        const wordAt = at + mark.length;
        const end = rest.indexOf(0x3b, wordAt);
        const isWhole = end !== -1 && end - wordAt <= longestWordBytes;
        if (!isWhole && rest.length - wordAt <= longestWordBytes) {
          give(rest.subarray(0, at));
          held = rest.subarray(at);
          return;
        }
        give(rest.subarray(0, at));
        if (isWhole) onWord(rest.toString('latin1', wordAt, end));
        rest = rest.subarray(isWhole ? end + 1 : wordAt);
      }
      const heldBytes = beginningOf(mark, rest);
      give(rest.subarray(0, rest.length - heldBytes));
      held = rest.subarray(rest.length - heldBytes);
    },
  };
}

/** How many bytes at the end could be the beginning of the mark. */
function beginningOf(mark: Buffer, bytes: Buffer): number {
  let at = Math.max(0, bytes.length - mark.length + 1);
  for (;;) {
    at = bytes.indexOf(mark.subarray(0, 1), at);
    if (at === -1) return 0;
    const length = bytes.length - at;
    if (bytes.subarray(at).equals(mark.subarray(0, length))) return length;
    at++;
  }
}
