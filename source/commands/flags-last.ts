/** Flags may stand before the command as well: `pod-engine --read-only pods stop NAME`. */
import { type FlagName, flagDefinition, flagSpelling, flagTable } from './flags.ts';

/**
 * The same words with the flags that stood first put last; as they were, when there is nothing but flags. A short flag
 * may want a value with one command and none with another, as -f does: where only without a value a command follows, it
 * has none. `isCommand` is asked of words from a command on.
 */
export function flagsLast(
  words: readonly string[],
  isCommand: (words: readonly string[]) => boolean,
): readonly string[] {
  const usual = flagsEnd(words, wantsValue);
  const others = flagsEnd(words, (word) => !hasNoValueSomewhere(word) && wantsValue(word));
  const at =
    others !== usual && !isCommand(words.slice(usual)) && isCommand(words.slice(others)) ? others : usual;
  const isWord = at > 0 && /^[a-z]/.test(words[at] ?? '');
  return isWord ? [...words.slice(at), ...words.slice(0, at)] : words;
}

function flagsEnd(words: readonly string[], takesNext: (word: string) => boolean): number {
  let at = 0;
  while (words[at]?.startsWith('-') === true && words[at] !== '--') at += takesNext(words[at] ?? '') ? 2 : 1;
  return at;
}

const names = Object.keys(flagTable).filter((name): name is FlagName => name in flagTable);

/** `--flag=value` has its value with it. */
function wantsValue(word: string): boolean {
  return !word.includes('=') && spelledSo(word).some((name) => flagDefinition(name).type !== 'boolean');
}

function hasNoValueSomewhere(word: string): boolean {
  return spelledSo(word).some((name) => flagDefinition(name).type === 'boolean');
}

function spelledSo(word: string): readonly FlagName[] {
  return names.filter((each) => flagSpelling(each).split(/,? /).includes(word));
}
