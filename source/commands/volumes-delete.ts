/** `pod-engine volumes delete NAME`: with all that lies on it, after its name has been typed. */
import { volumeBillEnd, volumeLoss, volumeUsers } from '../life/resource-losses.ts';
import type { NetworkVolume } from '../runpod/deploy-cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Command } from './command.ts';
import { deleteResource } from './delete-resource.ts';
import { volumeCostText, volumeSizeText } from './volume-text.ts';

export const volumesDelete: Command = {
  words: 'volumes delete',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary:
    'delete a network volume with all that lies on it; its name has to be typed, or given by --confirm',
  flags: ['confirm', 'json', 'config', 'readOnly'],
  run: (context) =>
    deleteResource(context, {
      what: 'network volume',
      list: (cloud) => cloud.networkVolumes(context.signal),
      loss: (cloud, volume) => lossOf(cloud, volume, context.signal),
      remove: (cloud, { id }) => cloud.deleteNetworkVolume(id, context.signal),
    }),
};

async function lossOf(cloud: WholeCloud, volume: NetworkVolume, signal: AbortSignal): Promise<string> {
  const cost = volumeCostText(volume);
  const bills = cost === null ? '' : `\n${volumeBillEnd(cost)}`;
  return `Lost: ${volumeLoss(volumeSizeText(volume))}\n${await usersOf(cloud, volume, signal)}${bills}`;
}

async function usersOf(cloud: WholeCloud, { id }: NetworkVolume, signal: AbortSignal): Promise<string> {
  const listed = await cloud.listPods(signal);
  if (!listed.ok) return 'Whether pods use it is not known: their list did not come.';
  const users = listed.value.filter(({ networkVolumeId }) => networkVolumeId === id);
  const isTold =
    users.length > 0 || listed.value.every(({ networkVolumeId }) => networkVolumeId !== undefined);
  return volumeUsers(isTold ? users.map(({ name }) => name) : null);
}
