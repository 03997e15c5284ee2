/** How a resource is deleted from the command line: found, told what is lost, its name typed, then deleted. */
import type { CloudResult } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { CommandContext } from './command.ts';
import { confirmName } from './confirm-name.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findResource } from './find-resource.ts';
import { resourceCloud, tellChange } from './resource-cloud.ts';

type Named = { readonly id: string; readonly name: string };

export async function deleteResource<Row extends Named>(
  context: CommandContext,
  doing: {
    /** "network volume" */
    readonly what: string;
    readonly list: (cloud: WholeCloud) => Promise<CloudResult<readonly Row[]>>;
    /** What is lost, a sentence or more. */
    readonly loss: (cloud: WholeCloud, row: Row) => Promise<string>;
    readonly remove: (cloud: WholeCloud, row: Row) => Promise<CloudResult<null>>;
  },
): Promise<ExitCode> {
  const { what } = doing;
  const cloud = await resourceCloud(context, 'change');
  if (typeof cloud === 'number') return cloud;
  const typed = context.arguments[0] ?? '';
  const row = findResource(context, await doing.list(cloud), { typed, what });
  if (typeof row === 'number') return row;
  const { id, name } = row;
  const consequences = `Deleting the ${what} ${name} (${id}) cannot be taken back.\n${await doing.loss(cloud, row)}`;
  if (!(await confirmName(context, { consequences, name, verb: 'delete' }))) return exitCodes.refused;
  const text = `The ${what} ${name} (${id}) is deleted.`;
  return tellChange(context, await doing.remove(cloud, row), { document: { id, name, deleted: true }, text });
}
