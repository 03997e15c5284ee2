/** The lines of a file that grows: each call gives what has come since the last, whole lines alone. */
import { type FileHandle, open } from 'node:fs/promises';
import { maxJobLineBytes } from '../protocol/job-wire.ts';
import { createLineDecoder } from '../protocol/line-decoder.ts';

export type Tail = {
  /** At most `pieceBytes` of the file at a time; an empty list at its end. What is torn stays back until it is whole. */
  read(): Promise<readonly string[]>;
  close(): Promise<void>;
};

const pieceBytes = 64 * 1024;

export async function openTail(path: string): Promise<Tail> {
  const file: FileHandle = await open(path, 'r');
  const piece = Buffer.alloc(pieceBytes);
  let lines: string[] = [];
  let at = 0;
  const decoder = createLineDecoder({
    maxLineBytes: maxJobLineBytes,
    onLine: (line) => lines.push(line),
    onDropped: () => {},
  });
  return {
    async read() {
      lines = [];
      // A long line has no end within one piece, and an empty list would say that there is no more.
      while (lines.length === 0) {
        const { bytesRead } = await file.read(piece, 0, pieceBytes, at);
        if (bytesRead === 0) break;
        at += bytesRead;
        decoder.push(piece.subarray(0, bytesRead));
      }
      return lines;
    },
    close: () => file.close(),
  };
}
