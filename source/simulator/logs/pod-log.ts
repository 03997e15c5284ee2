/** What a pod's log is, wherever its lines come from, and how one looks back in it. */
import type { LogLine, LogSource } from './log-line.ts';

export type PodLog = {
  /** Oldest first: later than `afterUs`, not later than `untilUs`. Of the one source, where one is given. */
  between(afterUs: number, untilUs: number, source?: LogSource | null): readonly LogLine[];
  /** Nothing is older than this. */
  oldestUs(): number;
  /** How much later than its own time a line may come. */
  readonly settlesUs: number;
  /** Until what it returns is called, somebody listens; resolves when the lines of before are there. */
  attach(): Promise<() => void>;
};

/** Nobody is shown more of the past than that. */
export const mostLines = 20_000;
const secondUs = 1_000_000;
/** Where a second has no line the next look goes further back, up to that far. */
const longestLookUs = 3600 * secondUs;

export type LookBack = {
  readonly source: LogSource | null;
  readonly nowUs: number;
  /** Lines later than this; null: the last `tail` ones. */
  readonly afterUs: number | null;
  readonly tail: number;
};

/** The newest lines, oldest first. */
export function lookBack(log: PodLog, { source, nowUs, afterUs, tail }: LookBack): readonly LogLine[] {
  const most = afterUs === null ? tail : mostLines;
  if (most === 0) return [];
  const floorUs = Math.max(log.oldestUs() - 1, afterUs ?? 0);
  const parts: (readonly LogLine[])[] = [];
  let count = 0;
  let untilUs = nowUs;
  let lookUs = secondUs;
  while (count < most && untilUs > floorUs) {
    const fromUs = Math.max(floorUs, Math.floor((untilUs - lookUs) / secondUs) * secondUs - 1);
    const lines = log
      .between(fromUs, untilUs, source)
      .filter((line) => source === null || line.source === source);
    lookUs = lines.length > 0 ? secondUs : Math.min(longestLookUs, lookUs * 2);
    if (lines.length > 0) parts.push(lines);
    count += lines.length;
    untilUs = fromUs;
  }
  return parts.reverse().flat().slice(-most);
}
