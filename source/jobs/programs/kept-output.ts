/** The newest part of a program's output, in memory that does not grow with the output. */

export type KeptOutput = {
  take(text: string): void;
  /** At most a million characters, the newest. */
  text(): string;
};

const maxKeptCharacters = 1_000_000;

export function createKeptOutput(): KeptOutput {
  let kept = '';
  return {
    take(text) {
      kept += text;
      // Cut only now and then: cutting at every piece would copy a million characters for each.
      if (kept.length > 2 * maxKeptCharacters) kept = newest(kept);
    },
    text: () => newest(kept),
  };
}

function newest(text: string): string {
  if (text.length <= maxKeptCharacters) return text;
  // Half of a character that takes two units would stand at the cut.
  return text.slice(-maxKeptCharacters).replace(/^[\udc00-\udfff]/, '');
}
