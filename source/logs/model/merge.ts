/**
 * Lines of several sources in one order: by their time where they tell it, and never later than the window allows. Lines
 * of one source keep their order whatever their times say.
 */
import type { ReadLine } from './line.ts';

export type ArrivedLine = ReadLine & { readonly arrivedMs: number };

export type Merger = {
  add(line: ReadLine, arrivedMs: number): void;
  /** Those that need not be waited with any longer, in order. */
  take(nowMs: number): readonly ArrivedLine[];
  /** All that are left, in order. */
  rest(): readonly ArrivedLine[];
  /** Lines that wait. */
  readonly count: number;
};

/** A line that comes later than this after one that is younger than it stands behind it. */
export const reorderWindowMs = 400;

/** What is kept waiting never grows beyond that: a flood is handed on as it comes. */
const maxWaiting = 20_000;

type Waiting = { readonly line: ArrivedLine; readonly orderMs: number; readonly number: number };

export function createMerger(windowMs = reorderWindowMs): Merger {
  let waiting: Waiting[] = [];
  let isSorted = true;
  let number = 0;
  const lastMs = new Map<number, number>();

  function inOrder(): Waiting[] {
    if (!isSorted) waiting.sort((left, right) => left.orderMs - right.orderMs || left.number - right.number);
    isSorted = true;
    return waiting;
  }

  return {
    get count() {
      return waiting.length;
    },
    add(line, arrivedMs) {
      const orderMs = Math.max(line.atMs ?? arrivedMs, lastMs.get(line.origin) ?? Number.NEGATIVE_INFINITY);
      lastMs.set(line.origin, orderMs);
      const last = waiting[waiting.length - 1];
      if (last !== undefined && last.orderMs > orderMs) isSorted = false;
      number += 1;
      waiting.push({ line: { ...line, arrivedMs }, orderMs, number });
    },
    take(nowMs) {
      const sorted = inOrder();
      // All before the last that has waited long enough go with it: they are older than it.
      const due =
        sorted.length > maxWaiting
          ? sorted.length - 1
          : sorted.findLastIndex(({ line }) => line.arrivedMs <= nowMs - windowMs);
      const taken = sorted.slice(0, due + 1);
      waiting = sorted.slice(due + 1);
      return taken.map(({ line }) => line);
    },
    rest() {
      const all = inOrder();
      waiting = [];
      return all.map(({ line }) => line);
    },
  };
}
