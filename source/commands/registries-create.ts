/** `pod-engine registries create NAME --username USER`: the password comes on standard input, or is asked for unseen. */
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { resourceCloud, tellChange } from './resource-cloud.ts';
import { readSecret } from './secret-input.ts';

export const registriesCreate: Command = {
  words: 'registries create',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'keep a login for an image registry; the password on standard input, or asked for unseen',
  flags: ['username', 'json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { username } = context.flags;
  const [name = ''] = context.arguments;
  if (username === undefined) {
    context.say('Give --username, the login at the registry.\n');
    return exitCodes.usage;
  }
  const cloud = await resourceCloud(context, 'change');
  if (typeof cloud === 'number') return cloud;
  const password = await readSecret(context, 'password');
  if (typeof password === 'number') return password;
  const made = await cloud.createRegistryCredential({ name, username, password }, context.signal);
  if (!made.ok) return sayFailure(context, made);
  const { id } = made.value;
  const text = `The registry credential ${name} (${id}) is kept. Its password cannot be read back.`;
  return tellChange(context, made, { document: { id, name, created: true }, text });
}
