/** The last line that a program printed, so that its end can be told with its own words. */
import { createLineDecoder } from '../protocol/line-decoder.ts';
import { oneLine } from '../protocol/one-line.ts';

export type LineKeeper = {
  /** The last line that tells something, if it came in the last moments: what is older was about something else. */
  last(): string | null;
};

const maxLineBytes = 8 * 1024;
const recentMs = 2000;

export function createLineKeeper(streams: readonly (NodeJS.ReadableStream | null)[]): LineKeeper {
  let last: { readonly text: string; readonly atMs: number } | null = null;
  for (const stream of streams) {
    const decoder = createLineDecoder({
      maxLineBytes,
      onLine: (line) => {
        const text = oneLine(line);
        if (text !== '') last = { text, atMs: performance.now() };
      },
      onDropped: () => {},
    });
    stream?.on('data', (chunk: Buffer) => decoder.push(chunk));
  }
  return {
    last: () => (last === null || performance.now() - last.atMs > recentMs ? null : last.text),
  };
}
