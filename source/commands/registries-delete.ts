/** `pod-engine registries delete NAME`: after its name has been typed. */
import { registryLoss } from '../life/resource-losses.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Command } from './command.ts';
import { deleteResource } from './delete-resource.ts';
import { namesOfTemplates } from './names-of-templates.ts';

export const registriesDelete: Command = {
  words: 'registries delete',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'delete a registry credential; its name has to be typed, or given by --confirm',
  flags: ['confirm', 'json', 'config', 'readOnly'],
  run: (context) =>
    deleteResource(context, {
      what: 'registry credential',
      list: (cloud) => cloud.registryCredentials(context.signal),
      loss: (cloud, { id }) => lossOf(cloud, id, context.signal),
      remove: (cloud, { id }) => cloud.deleteRegistryCredential(id, context.signal),
    }),
};

async function lossOf(cloud: WholeCloud, id: string, signal: AbortSignal): Promise<string> {
  const users = await namesOfTemplates(
    cloud,
    ({ registryCredentialId }) => registryCredentialId === id,
    signal,
  );
  return `Lost: ${registryLoss}\n${users}`;
}
