/** The tables of docs/cli.md, made from those of the program, so that they cannot say anything else than what is true. */
import { type FlagName, flagName, flagSpelling, flagTable } from '../../../source/commands/flags.ts';
import { usageOf } from '../../../source/commands/help.ts';
import { commands } from '../../../source/commands/index.ts';
import { takenFlags } from '../../../source/commands/taken-flags.ts';

export const beginning =
  '<!-- made from the tables of commands and flags: UPDATE_DOCS=1 npx vitest run test/source/commands -->';
export const end = '<!-- end of what is made -->';

// The table's own keys.
const flagNames = Object.keys(flagTable) as FlagName[];

export function cliMarkdown(): string {
  return [beginning, '', commandTable(), '', flagsTable(), '', end].join('\n');
}

function commandTable(): string {
  const rows = commands.map((command) => {
    const flags = takenFlags(command).map((name) => `\`${flagName(name)}\``);
    const aliases = command.aliases.map((alias) => `\`${alias}\``);
    return [`\`${usageOf(command)}\``, aliases.join(', '), command.summary, flags.join(' ')];
  });
  return table(['command', 'also', 'does', 'takes'], rows);
}

function flagsTable(): string {
  return table(
    ['flag', 'means'],
    flagNames.map((name) => [
      `\`${flagSpelling(name)}\``,
      [flagTable[name].help, ...elsewhere(name)].join('. '),
    ]),
  );
}

/** "`pods create`: cards of the pod", of each command with which the flag means something else. */
function elsewhere(name: FlagName): readonly string[] {
  return commands.flatMap(({ words, flagsMean }) => {
    const meaning = flagsMean?.[name];
    return meaning === undefined ? [] : [`\`${words}\`: ${meaning}`];
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
