/** From the lines of one source to lines as they are kept: made safe, with time and level, and with what belongs together. */
import { fieldsOf, timeFieldOf } from './json-line.ts';
import { levelOf } from './level-of.ts';
import type { LogLevel, RawLine, ReadLine } from './line.ts';
import { safeLine } from './safe-line.ts';
import { timeOf } from './time-of.ts';

/** A traceback of more rows is taken for something else. */
const maxContinued = 200;

/** Of one source: it remembers the line before. */
export function createLineReader(origin: number): (line: RawLine) => ReadLine {
  let before: { readonly level: LogLevel; readonly isTraceback: boolean; readonly count: number } = {
    level: 'none',
    isTraceback: false,
    count: 0,
  };
  let lastMs: number | null = null;

  return ({ atMs: toldMs, text: raw }) => {
    const text = safeLine(raw);
    const isContinued = before.count < maxContinued && continues(text, before);
    const level = isContinued ? before.level : levelOf(text);
    const atMs = toldMs ?? ownTime(text) ?? (isContinued ? lastMs : null);
    lastMs = atMs;
    const isTraceback = isContinued ? before.isTraceback && !endsTraceback(text) : opensTraceback(text);
    before = { level, isTraceback, count: isContinued ? before.count + 1 : 0 };
    return { atMs, origin, text, level, isContinued };
  };
}

function ownTime(text: string): number | null {
  if (!text.startsWith('{')) return timeOf(text);
  const fields = fieldsOf(text);
  return fields === null ? null : timeFieldOf(fields);
}

/** Python's; a logger may have put its own words before it. */
function opensTraceback(text: string): boolean {
  return text.includes('Traceback (most recent call last)');
}

/** "ValueError: …": the one row of a traceback that is not indented, and its last. */
function endsTraceback(text: string): boolean {
  return /^[A-Za-z_][\w.]*(?::|$)/.test(text);
}

/** Rows of a traceback, and the indented frames that other runtimes write under an error. */
function continues(
  text: string,
  before: { readonly level: LogLevel; readonly isTraceback: boolean },
): boolean {
  if (before.isTraceback) return /^\s/.test(text) || text === '' || endsTraceback(text);
  return before.level === 'error' && /^\s+(?:at |File "|\.\.\. |\^|Caused by: )/.test(text);
}
