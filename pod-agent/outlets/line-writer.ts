/** Lines to a stream that may be slow or gone: standard output of an SSH channel. */
import type { Writable } from 'node:stream';

export type LineWriter = {
  /** Takes the line in any case; false when nothing more should be written before the stream has drained. */
  write(line: string): boolean;
  /** Called each time the stream has room again. */
  onDrain(listener: () => void): void;
};

/** @param onGone Called once, when nobody reads any more: EPIPE, a reset, or the stream's end. */
export function createLineWriter(stream: Writable, onGone: (reason: string) => void): LineWriter {
  let gone = false;
  const end = (reason: string) => {
    if (gone) return;
    gone = true;
    onGone(reason);
  };
  stream.on('error', (error) => end(error.message));
  stream.on('close', () => end('closed'));
  return {
    write: (line) => (gone ? false : stream.write(line)),
    onDrain(listener) {
      stream.on('drain', listener);
    },
  };
}
