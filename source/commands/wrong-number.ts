/** Numbers of the command line against the ranges in the table of flags. */
import { type FlagName, flagDefinition, flagName, type NumberRange } from './flags.ts';

/** What is wrong with the first that does not fit; null when all do. What is no number is quoted from the words. */
export function wrongNumber(
  names: readonly FlagName[],
  flags: Readonly<Record<string, unknown>>,
  words: readonly string[],
): string | null {
  for (const name of names) {
    const { type, range } = flagDefinition(name);
    const value = flags[name];
    if (type !== 'number' || value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value))
      return `${flagName(name)} ${typedValue(name, words)} does not fit: give ${describe(range ?? { isWhole: false })}.`;
    if (range !== undefined && !isWithin(value, range))
      return `${flagName(name)} ${value} does not fit: give ${describe(range)}.`;
  }
  return null;
}

function typedValue(name: FlagName, words: readonly string[]): string {
  const { shortFlag } = flagDefinition(name);
  const names = [flagName(name), ...(shortFlag === undefined ? [] : [`-${shortFlag}`])];
  for (const [index, word] of words.entries()) {
    const each = names.find((known) => word === known || word.startsWith(`${known}=`));
    if (each !== undefined) return word === each ? (words[index + 1] ?? '') : word.slice(each.length + 1);
  }
  return '';
}

function isWithin(value: number, { isWhole, min, max, above }: NumberRange): boolean {
  if (isWhole && !Number.isSafeInteger(value)) return false;
  return value >= (min ?? -Infinity) && value <= (max ?? Infinity) && value > (above ?? -Infinity);
}

function describe({ isWhole, min, max, above }: NumberRange): string {
  const kind = isWhole ? 'a whole number' : 'a number';
  if (above !== undefined) return `${kind} above ${above}`;
  if (max === undefined) return min === undefined ? kind : `${kind}, ${min} or more`;
  return `${kind} from ${min ?? 0} to ${max}`;
}
