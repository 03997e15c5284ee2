/** Finds what a name on the command line means among an account's resources: by id or by the whole name. */
import { nearestWord } from '../base/nearest.ts';
import type { CloudResult } from '../runpod/cloud.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';

type Named = { readonly id: string; readonly name: string };

/** The one that is meant; or an exit code, after saying what is wrong. `what`: "network volume". */
export function findResource<Row extends Named>(
  context: CommandContext,
  listed: CloudResult<readonly Row[]>,
  { typed, what }: { readonly typed: string; readonly what: string },
): Row | ExitCode {
  if (!listed.ok) return sayFailure(context, listed);
  const rows = listed.value;
  const byId = rows.find(({ id }) => id === typed);
  const named = byId === undefined ? rows.filter(({ name }) => name === typed) : [byId];
  const [row] = named;
  if (row !== undefined && named.length === 1) return row;
  if (row === undefined) {
    context.say(`There is no ${what} "${typed}". ${hintOf(rows, typed)}\n`);
    return exitCodes.notFound;
  }
  const list = named.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  context.say(`"${typed}" means ${named.length} ${what}s; give an id:\n${list}\n`);
  return exitCodes.usage;
}

function hintOf(rows: readonly Named[], typed: string): string {
  if (rows.length === 0) return 'The account has none.';
  const names = rows.map(({ name }) => name);
  const near = nearestWord(typed, names);
  return near === null ? `There are: ${names.slice(0, 8).join(', ')}.` : `Did you mean "${near}"?`;
}
