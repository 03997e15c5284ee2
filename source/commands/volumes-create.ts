/** `pod-engine volumes create NAME --size GB --region ID`: says what it will cost, and asks. */
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { placesOf } from './named-parts.ts';
import { resourceCloud, tellChange } from './resource-cloud.ts';
import { typedName } from './typed-name.ts';
import { volumeCostText } from './volume-text.ts';

export const volumesCreate: Command = {
  words: 'volumes create',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'make a network volume of --size in --region, after saying what it costs',
  flags: ['size', 'region', 'yes', 'json', 'config', 'readOnly'],
  flagsMean: { region: 'the data centre that it is to be in, as EU-RO-1' },
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { size: sizeGigabytes, region = [] } = context.flags;
  const [name = ''] = context.arguments;
  const [typedRegion] = region;
  if (sizeGigabytes === undefined || typedRegion === undefined || region.length > 1) {
    context.say('Give --size and one --region, as --size 100 --region EU-RO-1.\n');
    return exitCodes.usage;
  }
  const cloud = await resourceCloud(context, 'change');
  if (typeof cloud === 'number') return cloud;
  const place = await placesOf([typedRegion], cloud, context.signal);
  if (!place.ok) return sayFailure(context, place);
  const [dataCentreId = typedRegion] = place.value;
  const cost = volumeCostText({ sizeGigabytes }) ?? '?';
  const question = `A volume of ${sizeGigabytes} GB costs about $${cost} a month until it is deleted, used or not. It can grow, and never shrink; only pods of ${dataCentreId} can have it.\nMake ${name}?`;
  if (!(await confirm(context, question))) return exitCodes.refused;
  const made = await cloud.createNetworkVolume({ name, sizeGigabytes, dataCentreId }, context.signal);
  if (!made.ok) return sayFailure(context, made);
  const { id } = made.value;
  const text = `The network volume ${name} (${id}) is there. A pod gets it by: pod-engine pods create --network-volume ${typedName(name)}`;
  return tellChange(context, made, {
    document: { id, name, sizeGigabytes, dataCentreId, created: true },
    text,
  });
}
