/** What has to be known of a line of a job's events to pass it on: the rest was checked by who wrote it. */

export type EventLine = { readonly text: string; readonly sequence: number; readonly isVerdict: boolean };

/** null for what is no event, as a line that was written half. */
export function eventLine(text: string): EventLine | null {
  const event = parsed(text);
  if (typeof event !== 'object' || event === null || !('sequence' in event) || !('kind' in event))
    return null;
  const { sequence, kind } = event;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence)) return null;
  return { text, sequence, isVerdict: kind === 'verdict' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
