/** Numbers of the command line against the ranges in the table of flags. */
import { type FlagName, flagDefinition, flagName, type NumberRange } from './flags.ts';

/** What is wrong with the first that does not fit; null when all do. */
export function wrongNumber(
  names: readonly FlagName[],
  flags: Readonly<Record<string, unknown>>,
): string | null {
  for (const name of names) {
    const { type, range } = flagDefinition(name);
    const value = flags[name];
    if (type !== 'number' || value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) return `${flagName(name)} wants a number.`;
    if (range !== undefined && !isWithin(value, range))
      return `${flagName(name)} ${value} does not fit: give ${describe(range)}.`;
  }
  return null;
}

function isWithin(value: number, { isWhole, min, max, above }: NumberRange): boolean {
  if (isWhole && !Number.isSafeInteger(value)) return false;
  return value >= (min ?? -Infinity) && value <= (max ?? Infinity) && value > (above ?? -Infinity);
}

function describe({ isWhole, min, max, above }: NumberRange): string {
  const kind = isWhole ? 'a whole number' : 'a number';
  if (above !== undefined) return `${kind} above ${above}`;
  if (max === undefined) return `${kind}, ${min ?? 0} or more`;
  return `${kind} from ${min ?? 0} to ${max}`;
}
