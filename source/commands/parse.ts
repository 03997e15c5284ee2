/** From the words of the command line to a command with its flags, or to what is wrong with them. */
import type { AnyFlags } from 'meow';
import { nearestWord } from '../base/nearest.ts';
import type { Command } from './command.ts';
import { type FlagName, type Flags, flagDefinition } from './flags.ts';
import { flagsLast } from './flags-last.ts';
import { usageOf } from './help.ts';
import { commands } from './index.ts';
import { takenFlags } from './taken-flags.ts';
import { wrongFlags } from './wrong-flags.ts';
import { wrongNumber } from './wrong-number.ts';

export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly arguments: readonly string[];
      readonly flags: Flags;
    }
  | { readonly kind: 'help'; readonly command: Command | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Parses; opens nothing. */
export async function parseCommandLine(typed: readonly string[]): Promise<Parsed> {
  const words = flagsLast(typed, (each) => findCommand(each) !== null);
  const found = findCommand(words);
  if (found === null) return unknownCommand(words);
  const { command, rest } = found;
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (own.includes('--help') || own.includes('-h'))
    return { kind: 'help', command: command.words === '' ? null : command };
  if (own.includes('--version')) return { kind: 'version' };
  return parseFlags(command, rest);
}

function findCommand(words: readonly string[]): { command: Command; rest: readonly string[] } | null {
  for (const length of [2, 1, 0]) {
    const candidate = words.slice(0, length);
    if (candidate.length < length || candidate.some((word) => word.startsWith('-'))) continue;
    const text = candidate.join(' ');
    const command = commands.find((each) => each.words === text || each.aliases.includes(text));
    // "pods" alone is the list; "pods lst" is a mistyped command of that group, not the list with an argument.
    if (length === 1 && isGroup(text) && command?.maxArguments === 0 && /^\w/.test(words[1] ?? '')) continue;
    if (command !== undefined && (length > 0 || words[0] === undefined || words[0].startsWith('-')))
      return { command, rest: words.slice(length) };
  }
  return words[0] === 'help' ? findHelp(words) : null;
}

function isGroup(word: string): boolean {
  return commands.some((command) => command.words.startsWith(`${word} `));
}

function findHelp(words: readonly string[]): { command: Command; rest: readonly string[] } | null {
  return findCommand([...words.slice(1), '--help']);
}

function unknownCommand(words: readonly string[]): Parsed {
  const typed = words
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  const known = commands
    .flatMap((command) => [command.words, ...command.aliases])
    .filter((name) => name !== '');
  const group = known.filter((name) => name.startsWith(`${words[0]} `));
  const near = group.length > 0 ? nearestOf(group, typed) : nearestWord(typed, known);
  const meant = near === null ? '' : ` Did you mean "${near}"?`;
  const hint = near === null && group.length > 0 ? ` Commands of ${words[0]}: ${group.join(', ')}.` : meant;
  return {
    kind: 'wrong',
    message: `There is no command "${typed}".${hint} pod-engine --help lists them all.`,
  };
}

/** Judged by the second words alone: the first, which is right, would make strangers look near. */
function nearestOf(group: readonly string[], typed: string): string | null {
  const second = (words: string): string => words.split(' ')[1] ?? '';
  const near = nearestWord(second(typed), group.map(second));
  return group.find((words) => second(words) === near) ?? null;
}

async function parseFlags(command: Command, words: readonly string[]): Promise<Parsed> {
  const misspelt = wrongFlags(command, words);
  if (misspelt !== null) return { kind: 'wrong', message: misspelt };
  const { input, flags } = words.some((word) => word.startsWith('-'))
    ? await readFlags(command, words)
    : { input: words, flags: {} };
  const wrong = wrongArguments(command, input) ?? wrongNumber(takenFlags(command), flags, words);
  if (wrong !== null) return { kind: 'wrong', message: wrong };
  return { kind: 'run', command, arguments: input, flags };
}

/** Loaded for flags alone: a console that is started without any is on the screen a tenth of a second sooner. */
async function readFlags(
  command: Command,
  words: readonly string[],
): Promise<{ readonly input: readonly string[]; readonly flags: Flags }> {
  const { default: meow } = await import('meow');
  const definitions: AnyFlags = Object.fromEntries(
    takenFlags(command).map((name) => [name, definitionOf(name)]),
  );
  const { input, flags } = meow({
    importMeta: import.meta,
    pkg: { name: 'pod-engine' },
    argv: [...words],
    flags: definitions,
    autoHelp: false,
    autoVersion: false,
    booleanDefault: undefined,
  });
  // The table above made these definitions, so the values have the table's types.
  return { input, flags: flags as Flags };
}

function definitionOf(name: FlagName): AnyFlags[string] {
  const { type, isMultiple, shortFlag } = flagDefinition(name);
  if (isMultiple) return { type: 'string', isMultiple };
  return { type, ...(shortFlag === undefined ? {} : { shortFlag }) };
}

function wrongArguments(command: Command, given: readonly string[]): string | null {
  const usage = `Usage: ${usageOf(command)}`;
  if (given.length < command.minArguments) return `Something is missing. ${usage}`;
  if (given.length > command.maxArguments) return `"${given[command.maxArguments]}" is too much. ${usage}`;
  return null;
}
