/** `pod-engine ssh NAME [-- COMMAND…]`: a shell in a pod, or one command with its output and its exit code. */
import type { PodDoor } from '../ssh/pod-door.ts';
import type { Command, CommandContext } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { inPod } from './reachable-pod.ts';
import { openServices } from './services.ts';
import { runCommandThrough } from './ssh-command.ts';
import { shellOnTerminal } from './ssh-shell.ts';

export const ssh: Command = {
  words: 'ssh',
  aliases: ['shell'],
  argumentsHelp: 'NAME [-- COMMAND...]',
  minArguments: 1,
  maxArguments: 1000,
  summary: 'a shell in the pod, where Ctrl-] comes back; or one command, with its output and exit code',
  flags: ['tty', 'shellFilter', 'ssh', 'identity', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<number> {
  const [name = '', ...words] = context.arguments;
  const command = words.length === 0 ? null : words.join(' ');
  const wantsTerminal = context.flags.tty === true || command === null;
  const isTerminal = process.stdin.isTTY === true && context.interactive;
  if (context.flags.tty === true && !isTerminal) {
    context.say('A terminal was asked for with -t, and this is none: leave -t out.\n');
    return exitCodes.usage;
  }
  const services = await openServices(context);
  if (!services.ok) return services.code;
  if (services.settings.readOnly) {
    context.say('Refused: the settings say read-only, and a shell could change the pod.\n');
    return exitCodes.refused;
  }
  const { settings } = services;
  return await inPod(context, { services, name }, async (door, pod) => {
    sayNotes(context, door);
    return wantsTerminal && isTerminal
      ? await shellOnTerminal(context, { door, pod, command, settings })
      : await runCommandThrough(context, door, command ?? loginShell);
  });
}

/** Without a terminal, what comes on standard input is the script. */
const loginShell = 'exec "$SHELL"';

function sayNotes({ say }: CommandContext, { notes = [] }: PodDoor): void {
  for (const { level, text } of notes) if (level === 'warn') say(`${text}\n`);
}
