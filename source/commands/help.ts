/** Help texts, made from the tables of commands and flags. */
import type { Command } from './command.ts';
import { type FlagName, flagSpelling, flagTable } from './flags.ts';
import { takenFlags } from './taken-flags.ts';

export function overviewHelp(commands: readonly Command[]): string {
  const rows = commands.map((command): [string, string] => [usageOf(command), command.summary]);
  const [console] = commands.filter(({ words }) => words === '');
  return `Usage: pod-engine [COMMAND] [FLAGS]

${columns(rows)}

Flags of the console, which is pod-engine without a command:

${columns(flagRows(console === undefined ? [] : takenFlags(console)))}

pod-engine COMMAND --help explains one command, with its own flags.

The API key comes from RUNPOD_API_KEY, ~/.config/pod-engine/config.yaml (apiKey or apiKeyCommand) or ~/.runpod/config.toml.
RUNPOD_GRAPHQL_URL and RUNPOD_REST_URL point at another API, such as the one that \`pod-engine simulate\` serves.

Exit codes: 0 ok · 1 failed · 2 usage · 3 not found · 4 authentication · 5 unreachable · 6 health warns · 7 health fails ·
            8 refused or not confirmed · 9 nobody can tell · 129 the terminal is gone · 130 interrupted · 143 terminated
`;
}

export function commandHelp(command: Command, commands: readonly Command[]): string {
  const aliases =
    command.aliases.length === 0
      ? ''
      : `\nAlso: ${command.aliases.map((alias) => `pod-engine ${alias}`).join(', ')}\n`;
  return `Usage: ${usageOf(command)}${takenFlags(command).length === 0 ? '' : ' [FLAGS]'}

${command.summary}
${aliases}
${columns(flagRows(takenFlags(command), command.flagsMean))}
${groupHelp(command, commands)}`;
}

/** The other commands of a group are found from the one that its name alone means. */
function groupHelp({ words, aliases }: Command, commands: readonly Command[]): string {
  const group = words.split(' ')[0] ?? '';
  if (!aliases.includes(group)) return '';
  const others = commands.filter((each) => each.words.startsWith(`${group} `) && each.words !== words);
  if (others.length === 0) return '';
  return `\nOther commands of ${group}:\n\n${columns(others.map((each) => [usageOf(each), each.summary]))}\n`;
}

function flagRows(
  names: readonly FlagName[],
  here: Command['flagsMean'] = {},
): readonly (readonly [string, string])[] {
  return names.map((name) => [flagSpelling(name), here[name] ?? flagTable[name].help]);
}

export function usageOf(command: Command): string {
  return ['pod-engine', command.words, command.argumentsHelp].filter((part) => part !== '').join(' ');
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
