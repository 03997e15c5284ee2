/** The next line that is looked for, from a place on: a slice at a time where it may be far. */
import type { LogBuffer } from './buffer/buffer.ts';
import { isErrorStart } from './buffer/chunk.ts';
import type { LogSeek } from './model/snapshot.ts';
import type { Finder } from './search/finder.ts';

export type Seeking = {
  /** Works for about so long. `done` with null: there is none. */
  work(budgetMs: number): { readonly done: boolean; readonly lineId: number | null };
};

export function startSeek(
  seek: LogSeek,
  options: {
    readonly buffer: LogBuffer;
    /** null: every line is shown. */
    readonly finder: Finder | null;
    /** The first id that is not too old. */
    readonly fromId: number;
    readonly nowMs: () => number;
  },
): Seeking {
  const { buffer, finder, nowMs } = options;
  const lowest = (): number => Math.max(buffer.firstId, options.fromId);
  const start = seek.fromId ?? buffer.nextId;
  if (seek.what === 'first') return { work: () => ({ done: true, lineId: firstShown() }) };
  if (seek.what === 'match' || finder !== null) return { work: inFinder };
  let at = start + seek.step;
  return { work: inBuffer };

  function firstShown(): number | null {
    if (finder === null) return lowest() < buffer.nextId ? lowest() : null;
    return finder.ids.at(finder.ids.indexFrom(lowest())) ?? null;
  }

  /** Only lines that are shown count: those the filter lets through. */
  function inFinder(budgetMs: number): { done: boolean; lineId: number | null } {
    if (finder === null) return { done: true, lineId: null };
    const { ids } = finder;
    const untilMs = nowMs() + budgetMs;
    let index = seek.step === 1 ? ids.indexFrom(start + 1) : ids.indexFrom(start) - 1;
    for (; ; index += seek.step) {
      const id = ids.at(index);
      if (id === undefined || id < lowest())
        return { done: seek.step === 1 || !finder.isSearching, lineId: null };
      if (seek.what === 'match') return { done: true, lineId: id };
      const line = buffer.line(id);
      if (line !== null && isErrorStart(line)) return { done: true, lineId: id };
      if (nowMs() > untilMs) return { done: false, lineId: null };
    }
  }

  /** Pieces without an error are passed over unread. */
  function inBuffer(budgetMs: number): { done: boolean; lineId: number | null } {
    const untilMs = nowMs() + budgetMs;
    while (at >= lowest() && at < buffer.nextId) {
      const piece = buffer.pieceWithError(at, seek.step);
      if (piece === null) break;
      at = seek.step === 1 ? Math.max(at, piece.firstId) : Math.min(at, piece.lastId);
      for (; at >= Math.max(lowest(), piece.firstId) && at <= piece.lastId; at += seek.step) {
        const line = buffer.line(at);
        if (line !== null && isErrorStart(line)) return { done: true, lineId: at };
      }
      if (nowMs() > untilMs) return { done: false, lineId: null };
    }
    return { done: true, lineId: null };
  }
}
