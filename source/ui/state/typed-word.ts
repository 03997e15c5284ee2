/** What has to be typed of a thing before it is ended. */

/** A name that cannot be seen whole in the question cannot be typed: its id is asked for. */
const longestTyped = 40;

export function wordFor({ name, id }: { readonly name: string; readonly id: string }): string {
  const word = name.trim();
  return word === '' || word.length > longestTyped ? id : word;
}
