/** From who tells as it happens to who takes one after the other. */

export type Queue<Value> = {
  push(value: Value): void;
  /** Nothing comes after that. */
  end(): void;
  /** Waits for the next; null at the end. */
  next(): Promise<Value | null>;
  /** How many wait to be taken. */
  length(): number;
};

/** Holds whatever is pushed: who pushes without end looks at its length, and waits. */
export function createQueue<Value>(): Queue<Value> {
  const values: Value[] = [];
  let hasEnded = false;
  let wake: () => void = () => {};

  return {
    push(value) {
      if (!hasEnded) values.push(value);
      wake();
    },
    end() {
      hasEnded = true;
      wake();
    },
    async next() {
      while (values.length === 0 && !hasEnded) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return values.shift() ?? null;
    },
    length: () => values.length,
  };
}
