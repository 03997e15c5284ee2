/**
 * Bytes into lines. Splits at the byte 0x0a and only then decodes, so that a character cut by a chunk's border stays
 * whole. Holds at most one line of `maxLineBytes`, and takes time in proportion to the bytes, whatever they are.
 */

export type LineDecoderOptions = {
  readonly maxLineBytes: number;
  /** A line without its newline, and without the carriage return that terminals put before it. */
  onLine(line: string): void;
  /** A line was too long and is lost; called once, when its end has come. */
  onDropped(dropped: { readonly bytes: number }): void;
};

export type LineDecoder = {
  push(chunk: Uint8Array): void;
  /** Gives what stands after the last newline, if anything does. */
  end(): void;
};

const newline = 0x0a;
const carriageReturn = 0x0d;
const firstBufferBytes = 4096;

export function createLineDecoder(options: LineDecoderOptions): LineDecoder {
  const text = new TextDecoder('utf-8');
  let held = new Uint8Array(0);
  let heldBytes = 0;
  let isTooLong = false;

  function push(chunk: Uint8Array): void {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) {
        hold(chunk.subarray(start));
        return;
      }
      finish(chunk.subarray(start, end));
      start = end + 1;
    }
  }

  function hold(part: Uint8Array): void {
    const neededBytes = heldBytes + part.length;
    if (isTooLong || neededBytes > options.maxLineBytes) {
      isTooLong = true;
      held = new Uint8Array(0);
    } else {
      if (neededBytes > held.length) held = grown(held, neededBytes, options.maxLineBytes);
      held.set(part, heldBytes);
    }
    heldBytes = neededBytes;
  }

  function finish(part: Uint8Array): void {
    // The usual line lies within one chunk and is decoded where it lies.
    if (heldBytes === 0 && part.length <= options.maxLineBytes) {
      options.onLine(text.decode(withoutCarriageReturn(part)));
      return;
    }
    hold(part);
    const bytes = heldBytes;
    const wasTooLong = isTooLong;
    const line = held.subarray(0, bytes);
    heldBytes = 0;
    isTooLong = false;
    held = new Uint8Array(0);
    if (wasTooLong) options.onDropped({ bytes });
    else options.onLine(text.decode(withoutCarriageReturn(line)));
  }

  function end(): void {
    if (heldBytes > 0) finish(new Uint8Array(0));
  }

  return { push, end };
}

/** Doubles, so that a line that comes byte by byte is not copied byte by byte. */
function grown(
  held: Uint8Array<ArrayBuffer>,
  neededBytes: number,
  maxBytes: number,
): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(maxBytes, Math.max(neededBytes, held.length * 2, firstBufferBytes)));
  larger.set(held);
  return larger;
}

function withoutCarriageReturn(line: Uint8Array): Uint8Array {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}
