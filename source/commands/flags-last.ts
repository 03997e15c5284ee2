/** Flags may stand before the command as well: `pod-engine --read-only pods stop NAME`. */
import { type FlagName, flagDefinition, flagSpelling, flagTable } from './flags.ts';

/** The same words with the flags that stood first put last; as they were, when there is nothing but flags. */
export function flagsLast(words: readonly string[]): readonly string[] {
  let at = 0;
  while (words[at]?.startsWith('-') === true && words[at] !== '--') at += wantsValue(words[at] ?? '') ? 2 : 1;
  const isCommand = at > 0 && /^[a-z]/.test(words[at] ?? '');
  return isCommand ? [...words.slice(at), ...words.slice(0, at)] : words;
}

const names = Object.keys(flagTable).filter((name): name is FlagName => name in flagTable);

/** `--flag=value` has its value with it. */
function wantsValue(word: string): boolean {
  if (word.includes('=')) return false;
  const name = names.find((each) => flagSpelling(each).split(/,? /).includes(word));
  return name !== undefined && flagDefinition(name).type !== 'boolean';
}
