/** The lines that `--grep` lets through, with those around them. */
import type { ReadLine } from '../logs/model/line.ts';
import { testOf } from '../logs/model/pattern.ts';
import { plainLine } from '../logs/model/safe-line.ts';
import { withinTime } from '../logs/search/guarded.ts';
import type { LogsRequest } from './logs-request.ts';

/** `break` stands between lines that did not follow each other. */
type Found = ReadLine | 'break';

/** For lines of one pattern a second is far too long. */
const longestMs = 2000;

/** To be called with all lines in their order. null: the pattern takes too long, and is given up. */
export function createGrep({
  pattern,
  contextLines,
}: Pick<LogsRequest, 'pattern' | 'contextLines'>): (lines: readonly ReadLine[]) => readonly Found[] | null {
  const isWanted = testOf(pattern);
  let before: ReadLine[] = [];
  let owed = 0;
  let skipped = 0;
  let hasShown = false;

  function take(line: ReadLine, isMatch: boolean): Found[] {
    if (!isMatch && owed > 0) {
      owed -= 1;
      return [line];
    }
    if (!isMatch) {
      before.push(line);
      if (before.length > contextLines) {
        before.shift();
        skipped += 1;
      }
      return [];
    }
    const gap: Found[] = hasShown && skipped > 0 && contextLines > 0 ? ['break'] : [];
    const found: Found[] = [...gap, ...before, line];
    before = [];
    skipped = 0;
    owed = contextLines;
    hasShown = true;
    return found;
  }

  return (lines) => {
    if (pattern.kind === 'all') return lines;
    const isMatch: boolean[] = [];
    const look = (): void => {
      for (const { text } of lines) isMatch.push(isWanted(plainLine(text)));
    };
    if (lines.length > 0 && !withinTime(longestMs, look)) return null;
    return lines.flatMap((line, index) => take(line, isMatch[index] === true));
  };
}
