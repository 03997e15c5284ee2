/** How the reading of a list stands: its age beside the title, and what an empty page says. */
import type { Reading } from '../../fleet/catalogue.ts';
import { shortDuration } from '../../fleet/questions.ts';
import type { Span } from '../draw/paint.ts';

export function readingFigures(
  { isReading, rows, readAtMs, failure }: Reading<unknown>,
  nowMs: number,
): Span[] {
  const age = readAtMs === null ? '' : `read ${shortDuration(Math.max(0, nowMs - readAtMs))} ago`;
  if (failure !== null && rows !== null)
    return [
      ['not read anew  ', 'warn'],
      [age, 'dim'],
    ];
  if (isReading) return [[rows === null ? 'reading' : `${rows.length}, reading anew`, 'dim']];
  return rows === null ? [] : [[`${rows.length}, ${age}`, 'dim']];
}

/** `what` in the plural: "network volumes". */
export function emptyReading(
  { isReading, rows, failure }: Reading<unknown>,
  what: string,
  none: readonly (readonly Span[])[],
): readonly (readonly Span[])[] {
  if (failure !== null) return [[['   ✖ ', 'crit'], failure.message], [[`     ${failure.hint}`, 'dim']]];
  if (rows === null)
    return [[[isReading ? `   reading the ${what}` : `   the ${what} were not read yet`, 'dim']]];
  return none;
}
