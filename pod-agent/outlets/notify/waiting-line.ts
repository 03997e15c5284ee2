/** Messages that wait for one receiver, in order, and never more than so many. */
import type { Tells } from './answers.ts';
import type { OutgoingRequest } from './channel.ts';

export type MessagePart = { readonly request: OutgoingRequest; readonly tells: Tells };

export type Message = {
  /** What has not been answered of it. */
  readonly parts: readonly MessagePart[];
  /** It tells nothing that was not told before. */
  readonly isRepeat: boolean;
  /** By a clock that never jumps. */
  readonly addedAtMs: number;
};

export type WaitingLine = {
  /**
   * Where there is no room the oldest repeat goes, else the oldest message, but never the first: it may be on its way.
   * @returns Fingerprints of what had to go.
   */
  add(message: Message): readonly string[];
  first(): Message | null;
  /** Puts what is left of the first one in its place; null takes it out of the line. */
  replaceFirst(message: Message | null): void;
  length(): number;
  /** Those of which no message tells. */
  untold(names: Iterable<string>): readonly string[];
  /** How many had to go, since the start. */
  dropped(): number;
  /** @returns How many were left. */
  clear(): number;
};

export const longestLine = 64;

export function createWaitingLine(): WaitingLine {
  let waiting: Message[] = [];
  let dropped = 0;
  return {
    add(message) {
      waiting = waiting.filter((older, index) => index === 0 || !isOutdated(older, message));
      waiting.push(message);
      if (waiting.length <= longestLine) return [];
      const oldestRepeat = waiting.findIndex(({ isRepeat }, index) => index > 0 && isRepeat);
      dropped++;
      return waiting.splice(oldestRepeat === -1 ? 1 : oldestRepeat, 1).flatMap(namesOf);
    },
    first: () => waiting[0] ?? null,
    replaceFirst(message) {
      // The line may have been cleared while the first one was on its way.
      if (waiting.length > 0) waiting.splice(0, 1, ...(message === null ? [] : [message]));
    },
    length: () => waiting.length,
    untold(names) {
      const told = new Set(waiting.flatMap(namesOf));
      return [...names].filter((name) => !told.has(name));
    },
    dropped: () => dropped,
    clear: () => waiting.splice(0).length,
  };
}

/** Fingerprints of the alerts it tells of. */
export function namesOf({ parts }: Pick<Message, 'parts'>): readonly string[] {
  return parts.flatMap(({ tells }) => [...tells.keys()]);
}

/** A repeat says all that an older one says, and is nearer to now. */
function isOutdated(older: Message, newer: Message): boolean {
  if (!older.isRepeat || !newer.isRepeat) return false;
  const names = new Set(namesOf(newer));
  return namesOf(older).every((name) => names.has(name));
}
