/** From what sources hand on to lines in the buffer: made safe, merged, in slices of time. */
import type { LogBuffer } from './buffer/buffer.ts';
import type { RawLine, ReadLine } from './model/line.ts';
import { createLineReader } from './model/line-reader.ts';
import { createMerger } from './model/merge.ts';

export type Ingest = {
  add(origin: number, lines: readonly RawLine[]): void;
  /** Works for about so long. True: more of it waits to be read. */
  work(budgetMs: number): boolean;
  /** Forgets what waits: the operator has cleared the page. */
  discard(): void;
  /** Lines that found no room on the way here. */
  readonly dropped: number;
};

/** Waiting to be made safe: more than the screen can be kept alive with is dropped, and counted. */
const maxWaitingLines = 200_000;
const maxWaitingCharacters = 128 * 1024 * 1024;
const linesBetweenLooks = 64;

export function createIngest(
  buffer: LogBuffer,
  options: {
    readonly nowMs: () => number;
    /** Until then lines of before are waited for from every source, so that they are merged as a whole. */
    readonly isGathering: () => boolean;
    /** One source alone need not wait for another. */
    readonly isAlone: () => boolean;
    readonly onLine: (line: ReadLine) => void;
  },
): Ingest {
  const { nowMs, isGathering, isAlone, onLine } = options;
  const merger = createMerger();
  const readers = new Map<number, (line: RawLine) => ReadLine>();
  let batches: { readonly origin: number; readonly lines: readonly RawLine[]; from: number }[] = [];
  let waitingLines = 0;
  let waitingCharacters = 0;
  let dropped = 0;

  function readerOf(origin: number): (line: RawLine) => ReadLine {
    const known = readers.get(origin) ?? createLineReader(origin);
    readers.set(origin, known);
    return known;
  }

  function read(untilMs: number): void {
    let done = 0;
    for (const batch of batches) {
      const reader = readerOf(batch.origin);
      while (batch.from < batch.lines.length) {
        const raw = batch.lines[batch.from];
        batch.from += 1;
        if (raw === undefined) continue;
        waitingLines -= 1;
        waitingCharacters -= raw.text.length;
        merger.add(reader(raw), nowMs());
        done += 1;
        if (done % linesBetweenLooks === 0 && nowMs() >= untilMs) return;
      }
    }
  }

  function append(lines: ReturnType<typeof merger.rest>): void {
    for (const line of lines) onLine(buffer.append(line));
  }

  return {
    get dropped() {
      return dropped;
    },
    add(origin, lines) {
      const characters = lines.reduce((sum, { text }) => sum + text.length, 0);
      if (
        waitingLines + lines.length > maxWaitingLines ||
        waitingCharacters + characters > maxWaitingCharacters
      ) {
        dropped += lines.length;
        return;
      }
      waitingLines += lines.length;
      waitingCharacters += characters;
      batches.push({ origin, lines, from: 0 });
    },
    work(budgetMs) {
      read(nowMs() + budgetMs);
      batches = batches.filter(({ from, lines }) => from < lines.length);
      if (!isGathering()) append(isAlone() ? merger.rest() : merger.take(nowMs()));
      return batches.length > 0;
    },
    discard() {
      batches = [];
      waitingLines = 0;
      waitingCharacters = 0;
      merger.rest();
    },
  };
}
