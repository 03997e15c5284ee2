/** `pod-engine volumes list`: the account's network volumes. */
import type { Command, CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { printList, resourceCloud } from './resource-cloud.ts';
import { volumeCostText, volumeSizeText } from './volume-text.ts';

export const volumesList: Command = {
  words: 'volumes list',
  aliases: ['volumes'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: "the account's network volumes with size, region and what they cost",
  flags: ['json', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const cloud = await resourceCloud(context, 'read');
  if (typeof cloud === 'number') return cloud;
  const listed = await cloud.networkVolumes(context.signal);
  if (!listed.ok) return sayFailure(context, listed);
  return await printList(context, {
    ...{ name: 'volumes', document: listed.value.map((each) => ({ sizeGigabytes: null, ...each })) },
    rows: listed.value.map((volume) => ({
      id: volume.id,
      name: volume.name,
      region: volume.dataCentreId ?? '?',
      size: volumeSizeText(volume),
      '$/month': volumeCostText(volume) ?? '?',
    })),
    leastWantedFirst: ['$/month', 'id'],
    empty: 'The account has no network volumes.',
  });
}
