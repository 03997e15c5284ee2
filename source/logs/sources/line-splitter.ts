/** Bytes of a file, as they come, cut into lines. A line without an end is not kept in memory beyond a limit. */
import { StringDecoder } from 'node:string_decoder';

export type LineSplitter = {
  /** The lines that are whole now. */
  take(bytes: Buffer): readonly string[];
  /** Bytes of the line that has no end yet: from where a file is read again, it is read whole. */
  readonly pendingBytes: number;
  /** What is left, when nothing more comes; null: nothing. */
  end(): string | null;
  reset(): void;
};

/** Somewhat more than is shown of a line: the rest is counted and let go. */
const keptBytes = 64 * 1024;
const newline = 0x0a;

export function createLineSplitter(): LineSplitter {
  let parts: Buffer[] = [];
  let kept = 0;
  let pending = 0;

  function keep(bytes: Buffer): void {
    pending += bytes.length;
    if (kept >= keptBytes || bytes.length === 0) return;
    const part = bytes.subarray(0, keptBytes - kept);
    // A copy: the piece that it is cut from may be a large one.
    parts.push(Buffer.from(part));
    kept += part.length;
  }

  function finish(): string {
    const [only] = parts;
    const bytes = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    const missing = pending - kept;
    const text = textOf(bytes);
    reset();
    return missing > 0 ? `${text} … ${missing} more bytes` : text;
  }

  function reset(): void {
    parts = [];
    kept = 0;
    pending = 0;
  }

  return {
    get pendingBytes() {
      return pending;
    },
    take(bytes) {
      const lines: string[] = [];
      let from = 0;
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
        keep(bytes.subarray(from, at));
        lines.push(finish());
        from = at + 1;
      }
      keep(bytes.subarray(from));
      return lines;
    },
    end: () => (pending === 0 ? null : finish()),
    reset,
  };
}

/** What is no UTF-8 becomes the sign for that. A cut may have gone through a character: it is left out. */
function textOf(bytes: Buffer): string {
  const text = bytes.length >= keptBytes ? new StringDecoder('utf8').write(bytes) : bytes.toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
