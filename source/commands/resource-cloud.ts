/** What every command on an account's resources begins with, and how it ends. */
import type { CloudFailure } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { openServices } from './services.ts';
import { printTable, type TableRow } from './table.ts';

/** The cloud; or an exit code, after saying why there is none, or that the settings say read-only. */
export async function resourceCloud(
  context: CommandContext,
  purpose: 'read' | 'change',
): Promise<WholeCloud | ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  return purpose === 'read' ? services.needCloud() : services.needCloudToChange();
}

/** A list as a table, or as one JSON document under its name. */
export async function printList(
  context: CommandContext,
  list: {
    /** Of the JSON document's one key: "volumes". */
    readonly name: string;
    readonly document: readonly unknown[];
    readonly rows: readonly TableRow[];
    readonly leastWantedFirst: readonly string[];
    /** What is said where there is nothing. */
    readonly empty: string;
  },
): Promise<ExitCode> {
  if (context.flags.json === true)
    context.print(`${JSON.stringify({ [list.name]: list.document }, null, 2)}\n`);
  else if (list.rows.length === 0) context.say(`${list.empty}\n`);
  else await printTable(context, list.rows, list.leastWantedFirst);
  return exitCodes.ok;
}

/** What a change came to: a document for scripts, a sentence for people, or the failure. */
export function tellChange(
  context: CommandContext,
  answer: { readonly ok: true } | CloudFailure,
  told: { readonly document: Readonly<Record<string, unknown>>; readonly text: string },
): ExitCode {
  if (!answer.ok) return sayFailure(context, answer);
  context.print(
    context.flags.json === true ? `${JSON.stringify(told.document, null, 2)}\n` : `${told.text}\n`,
  );
  return exitCodes.ok;
}
