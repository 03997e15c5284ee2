/** `pod-engine templates delete NAME`: after its name has been typed. */
import { templateLoss } from '../life/resource-losses.ts';
import type { Command } from './command.ts';
import { deleteResource } from './delete-resource.ts';

export const templatesDelete: Command = {
  words: 'templates delete',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'delete a template; its name has to be typed, or given by --confirm',
  flags: ['confirm', 'json', 'config', 'readOnly'],
  run: (context) =>
    deleteResource(context, {
      what: 'template',
      list: (cloud) => cloud.templates(context.signal),
      loss: async (_, { image }) => `Lost: ${templateLoss(image)}`,
      remove: (cloud, { name }) => cloud.deleteTemplate(name, context.signal),
    }),
};
