/** What is wrong with the flags as they are typed: one that the command does not have, one whose value is missing, or one with two values. */
import { nearestWord } from '../base/nearest.ts';
import type { Command } from './command.ts';
import { type FlagName, flagDefinition, flagName, flagSpelling } from './flags.ts';
import { takenFlags } from './taken-flags.ts';

/** null: nothing. */
export function wrongFlags(command: Command, words: readonly string[]): string | null {
  const known = spellingsOf(takenFlags(command));
  const seen = new Set<FlagName>();
  for (let at = 0; at < words.length && words[at] !== '--'; at++) {
    const word = words[at] ?? '';
    if (!isFlag(word)) continue;
    const [spelling = '', ...rest] = word.split('=');
    const name = known.get(spelling);
    if (name === undefined) return unknownFlag(command, spelling, [...known.keys()]);
    if (flagDefinition(name).type === 'boolean') continue;
    const value = rest.length > 0 ? rest.join('=') : words[++at];
    if (value === undefined || value === '' || value === '--' || isFlag(value))
      return `${spelling} wants a value: ${flagSpelling(name)}.`;
    if (seen.has(name) && flagDefinition(name).isMultiple !== true)
      return `${flagName(name)} is given twice, and has one value.`;
    seen.add(name);
  }
  return null;
}

/** A negative number is none; "-3h" is read as a flag by what reads flags after this. */
function isFlag(word: string): boolean {
  return /^-{1,2}[a-z]/i.test(word) || /^-\d+[a-z]/i.test(word);
}

/** Each way to write a flag. What can be switched on can be switched off. */
function spellingsOf(names: readonly FlagName[]): ReadonlyMap<string, FlagName> {
  const known = new Map<string, FlagName>();
  for (const name of names) {
    const { type, shortFlag } = flagDefinition(name);
    const positive = flagName(name).replace(/^--no-/, '--');
    known.set(flagName(name), name);
    if (shortFlag !== undefined) known.set(`-${shortFlag}`, name);
    if (type !== 'boolean') continue;
    known.set(positive, name);
    known.set(positive.replace(/^--/, '--no-'), name);
  }
  return known;
}

function unknownFlag(command: Command, typed: string, known: readonly string[]): string {
  const words = ['pod-engine', command.words].filter((part) => part !== '').join(' ');
  const near = nearestWord(typed, known);
  const hint = near === null ? `${words} --help lists its flags.` : `Did you mean ${near}?`;
  return `${words} has no flag ${typed}. ${hint}`;
}
