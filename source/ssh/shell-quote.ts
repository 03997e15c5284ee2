/** A word as a POSIX shell takes it for one word, whatever stands in it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
