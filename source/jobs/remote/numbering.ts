/** Which events have been handed on: each number once, in order, over any number of connections. */

export type Numbering = {
  /**
   * `next`: hand it on. `repeated`: it was handed on before. `gap`: something before it is missing, and is to be asked for
   * again. A number that was asked for in vain is taken for lost, and then the next one is `next`.
   */
  take(sequence: number): 'next' | 'repeated' | 'gap';
  /** The last that was handed on or given up. */
  last(): number;
};

const maxAsked = 2;
/** A pod whose numbers make no sense is not asked for ever. */
const maxAskedInAll = 20;

export function createNumbering(
  after: number,
  { onLost }: { readonly onLost: (count: number) => void },
): Numbering {
  let last = after;
  let asked = 0;
  let askedInAll = 0;
  return {
    take(sequence) {
      if (sequence <= last) return 'repeated';
      if (sequence > last + 1 && asked < maxAsked && askedInAll < maxAskedInAll) {
        asked += 1;
        askedInAll += 1;
        return 'gap';
      }
      if (sequence > last + 1) onLost(sequence - last - 1);
      last = sequence;
      asked = 0;
      return 'next';
    },
    last: () => last,
  };
}
