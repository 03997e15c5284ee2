/**
 * The lines that a filter lets through, found a slice at a time: those that come, and those of before from the newest
 * backwards, so that what is on the screen is right at once and the rest follows.
 */
import type { LogBuffer } from '../buffer/buffer.ts';
import type { LogLine } from '../model/line.ts';
import { type Pattern, testOf } from '../model/pattern.ts';
import { plainLine } from '../model/safe-line.ts';
import { withinTime } from './guarded.ts';
import { createIds, type Ids } from './ids.ts';

export type Finder = {
  readonly ids: Ids;
  /** Looks through lines for about so long. True: there is more to do. */
  work(budgetMs: number): boolean;
  /** Lines of before are still being looked through. */
  readonly isSearching: boolean;
  /** The pattern takes too long, and is given up. */
  readonly isTooSlow: boolean;
};

/** No slice holds up the screen for longer. */
const sliceMs = 8;
/** A line that has not got through its slice alone so often is not slow by chance. */
const maxTries = 3;
const linesAtOnce = 256;

/** @param wants Beside the pattern: which lines are looked at at all. */
export function createFinder(
  buffer: LogBuffer,
  options: {
    readonly pattern: Pattern;
    readonly wants: (line: LogLine) => boolean;
    /** Those that are in whatever the pattern says. */
    readonly always: (line: LogLine) => boolean;
    readonly nowMs: () => number;
  },
): Finder {
  const { pattern, wants, always, nowMs } = options;
  const isWanted = testOf(pattern);
  const ids = createIds();
  let newerFrom = buffer.nextId;
  let olderFrom = buffer.nextId - 1;
  let isTooSlow = false;
  let tries = 0;

  /** The place after a slice. Only the pattern itself is watched over: what is ended there leaves nothing half done. */
  function slice(from: number, step: 1 | -1): number {
    const lines = linesFrom(from, step);
    const isMatch: boolean[] = [];
    const isWhole = withinTimeOf(pattern, () => {
      while (isMatch.length < lines.length) {
        const line = lines[isMatch.length];
        const isLooked = line !== null && line !== undefined;
        isMatch.push(isLooked && (always(line) || (wants(line) && isWanted(plainLine(line.text)))));
      }
    });
    for (const [index, isFound] of isMatch.entries()) if (isFound) add(from + index * step, step);
    tries = isWhole || isMatch.length > 0 ? 0 : tries + 1;
    if (tries >= maxTries) isTooSlow = true;
    return from + isMatch.length * step;
  }

  function linesFrom(from: number, step: 1 | -1): readonly (LogLine | null)[] {
    const end = step === 1 ? buffer.nextId : buffer.firstId - 1;
    const count = Math.min(linesAtOnce, Math.abs(end - from));
    return Array.from({ length: count }, (_, index) => buffer.line(from + index * step));
  }

  function add(id: number, step: 1 | -1): void {
    if (step === 1) ids.addNewer(id);
    else ids.addOlder(id);
  }

  const isSearching = (): boolean => !isTooSlow && olderFrom >= buffer.firstId;

  return {
    ids,
    get isSearching() {
      return isSearching();
    },
    get isTooSlow() {
      return isTooSlow;
    },
    work(budgetMs) {
      ids.forgetBefore(buffer.firstId);
      newerFrom = Math.max(newerFrom, buffer.firstId);
      const untilMs = nowMs() + budgetMs;
      while (!isTooSlow && nowMs() < untilMs) {
        if (newerFrom < buffer.nextId) newerFrom = slice(newerFrom, 1);
        else if (isSearching()) olderFrom = slice(olderFrom, -1);
        else return false;
      }
      return !isTooSlow && (newerFrom < buffer.nextId || isSearching());
    },
  };
}

/** Only a pattern of the operator's can run away; to watch over a plain text would cost more than it takes. */
function withinTimeOf(pattern: Pattern, work: () => void): boolean {
  if (pattern.kind === 'expression') return withinTime(sliceMs, work);
  work();
  return true;
}
