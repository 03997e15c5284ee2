/** The memory by which no line of a log is told twice. */
import type { LogLine } from './log-line.ts';

/** The lines that were told last, so that what RunPod tells again after a lost connection is not told twice. */
export type ToldLines = {
  add(line: LogLine): void;
  /** From here on lines may come that were told already. */
  reconnected(): void;
  /** Whether it is one of those; each counts once, so that a program may well say the same twice. */
  isAgain(line: LogLine): boolean;
};

/** RunPod goes on from a moment, and does not say whether with the line of that moment or after it. */
export function createToldLines(capacity: number): ToldLines {
  const told: string[] = [];
  let next = 0;
  let again = new Map<string, number>();

  return {
    add(line) {
      told[next % capacity] = keyOf(line);
      next++;
    },
    reconnected() {
      again = new Map();
      for (const key of told) again.set(key, (again.get(key) ?? 0) + 1);
    },
    isAgain(line) {
      if (again.size === 0) return false;
      const key = keyOf(line);
      const count = again.get(key) ?? 0;
      if (count === 0) return false;
      if (count === 1) again.delete(key);
      else again.set(key, count - 1);
      return true;
    },
  };
}

function keyOf({ id, atMs, source, text }: LogLine): string {
  return `${id ?? ''} ${atMs ?? ''} ${source} ${text.length} ${text.slice(0, 100)}`;
}
