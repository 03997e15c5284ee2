/** `pod-engine secrets create NAME`: the value comes on standard input, or is asked for unseen. */
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { resourceCloud, tellChange } from './resource-cloud.ts';
import { readSecret } from './secret-input.ts';

export const secretsCreate: Command = {
  words: 'secrets create',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'keep a secret at RunPod; its value on standard input, or asked for unseen',
  flags: ['json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const [name = ''] = context.arguments;
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(name)) {
    context.say(
      `"${name}" cannot be a secret's name: letters, digits, _ and -, as {{ RUNPOD_SECRET_name }} takes them.\n`,
    );
    return exitCodes.usage;
  }
  const cloud = await resourceCloud(context, 'change');
  if (typeof cloud === 'number') return cloud;
  const value = await readSecret(context, 'value');
  if (typeof value === 'number') return value;
  const made = await cloud.createSecret({ name, value }, context.signal);
  if (!made.ok) return sayFailure(context, made);
  const { id } = made.value;
  const text = `The secret ${name} (${id}) is kept. A pod gets it by: --env NAME="{{ RUNPOD_SECRET_${name} }}"`;
  return tellChange(context, made, { document: { id, name, created: true }, text });
}
