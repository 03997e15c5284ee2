/** `pod-engine registries list`: the logins at image registries that the account keeps. */
import type { Command } from './command.ts';
import { listNamed } from './list-named.ts';

export const registriesList: Command = {
  words: 'registries list',
  aliases: ['registries'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: "the account's credentials for image registries, by name",
  flags: ['json', 'config'],
  run: (context) =>
    listNamed(context, {
      name: 'registries',
      list: (cloud) => cloud.registryCredentials(context.signal),
      empty: 'The account has no registry credentials.',
    }),
};
