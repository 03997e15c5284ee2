/** What the configuration file and its reader both know of rules about money. */
import { readDuration } from '../base/read-duration.ts';

/** An object with a property of this name may be taken for a promise, so that it stands in the file alone. */
export const actKey = 'then';

/** "1h30m" as milliseconds. The text has been checked by the schema; "0s" is at once. */
export function durationMs(text: string): number {
  return readDuration(text, { zero: true }) ?? 0;
}
