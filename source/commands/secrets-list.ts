/** `pod-engine secrets list`: names of the account's secrets; nobody can read their values. */
import type { Command } from './command.ts';
import { listNamed } from './list-named.ts';

export const secretsList: Command = {
  words: 'secrets list',
  aliases: ['secrets'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: "names of the account's secrets, as {{ RUNPOD_SECRET_name }} takes them",
  flags: ['json', 'config'],
  run: (context) =>
    listNamed(context, {
      name: 'secrets',
      list: (cloud) => cloud.secrets(context.signal),
      empty: 'The account has no secrets.',
    }),
};
