/** `pod-engine`: the console. Without a terminal there is none, and the list of pods is printed instead. */
import type { Command, CommandContext } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { podsList } from './pods-list.ts';
import { openServices } from './services.ts';

export const consoleCommand: Command = {
  words: '',
  aliases: [],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'the console: watch every pod of the account, live',
  flags: ['ssh', 'identity', 'intervalMs', 'ascii', 'color', 'theme', 'config', 'readOnly', 'shellFilter'],
  run,
};

async function run(context: CommandContext): Promise<number> {
  const { TERM } = context.environment;
  if (!context.interactive || process.stdin.isTTY !== true || TERM === 'dumb')
    return await podsList.run(context);
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const { consoleKeys } = await import('./console-keys.ts');
  const keyWishes = consoleKeys(context, services.settings);
  if (keyWishes === null) return exitCodes.usage;
  const { openConsole } = await import('./open-console.ts');
  await openConsole(context, services, keyWishes);
  return exitCodes.ok;
}
