/** `pod-engine secrets delete NAME`: after its name has been typed. */
import { secretLoss } from '../life/resource-losses.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Command } from './command.ts';
import { deleteResource } from './delete-resource.ts';
import { namesOfTemplates } from './names-of-templates.ts';
import { usesSecret } from './template-document.ts';

export const secretsDelete: Command = {
  words: 'secrets delete',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'delete a secret; its name has to be typed, or given by --confirm',
  flags: ['confirm', 'json', 'config', 'readOnly'],
  run: (context) =>
    deleteResource(context, {
      what: 'secret',
      list: (cloud) => cloud.secrets(context.signal),
      loss: (cloud, { name }) => lossOf(cloud, name, context.signal),
      remove: (cloud, { id }) => cloud.deleteSecret(id, context.signal),
    }),
};

async function lossOf(cloud: WholeCloud, secretName: string, signal: AbortSignal): Promise<string> {
  const users = await namesOfTemplates(cloud, (template) => usesSecret(template, secretName), signal);
  return `Lost: ${secretLoss}\n${users}`;
}
