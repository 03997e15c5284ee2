/** A list of what has an id and a name, and nothing else that may be shown. */
import type { CloudResult } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { printList, resourceCloud } from './resource-cloud.ts';

type Named = { readonly id: string; readonly name: string };

export async function listNamed(
  context: CommandContext,
  wanted: {
    /** Of the JSON document's one key. */
    readonly name: string;
    readonly list: (cloud: WholeCloud) => Promise<CloudResult<readonly Named[]>>;
    readonly empty: string;
  },
): Promise<ExitCode> {
  const cloud = await resourceCloud(context, 'read');
  if (typeof cloud === 'number') return cloud;
  const listed = await wanted.list(cloud);
  if (!listed.ok) return sayFailure(context, listed);
  const rows = listed.value.map(({ id, name }) => ({ id, name }));
  const { name, empty } = wanted;
  return await printList(context, { name, document: rows, rows, leastWantedFirst: ['id'], empty });
}
