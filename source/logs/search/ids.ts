/** Ids of lines in their order, which grows at both ends: newer lines come, older ones are still being looked through. */

export type Ids = {
  readonly length: number;
  at(index: number): number | undefined;
  addNewer(id: number): void;
  addOlder(id: number): void;
  /** The index of the first id that is not below; `length` where there is none. */
  indexFrom(id: number): number;
  /** Forgets those below. */
  forgetBefore(id: number): void;
};

/** 4 bytes each. Of more matches than that the oldest are forgotten: nobody scrolls through two million lines. */
export const maxIds = 2_000_000;

export function createIds(): Ids {
  const older = createColumn();
  const newer = createColumn();
  /** How many of the first ids are forgotten. */
  let skipped = 0;

  function raw(index: number): number | undefined {
    return index < older.length ? older.at(older.length - 1 - index) : newer.at(index - older.length);
  }
  const length = (): number => older.length + newer.length - skipped;
  const at = (index: number): number | undefined => (index < 0 ? undefined : raw(index + skipped));

  function indexFrom(id: number): number {
    let low = 0;
    let high = length();
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((at(middle) ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get length() {
      return length();
    },
    at,
    addNewer(id) {
      newer.add(id);
      if (length() > maxIds) skipped += 1;
    },
    addOlder(id) {
      if (length() < maxIds) older.add(id);
    },
    indexFrom,
    forgetBefore(id) {
      skipped += indexFrom(id);
    },
  };
}

function createColumn() {
  let values = new Uint32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    at: (index: number): number | undefined => (index < length ? values[index] : undefined),
    add(value: number): void {
      if (length === values.length) {
        const larger = new Uint32Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
  };
}
