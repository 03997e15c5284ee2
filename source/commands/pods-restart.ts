/** `pod-engine pods restart NAME`: the container is made anew on the same machine, after saying what is lost. */
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { lossText } from './loss-text.ts';
import { podToChange } from './pod-to-change.ts';
import { refuseLocked } from './refuse-locked.ts';

export const podsRestart: Command = {
  words: 'pods restart',
  aliases: ['restart-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'make the container of a running pod anew, after saying what is lost',
  flags: ['yes', 'json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  if (pod.state.kind === 'stopped') {
    context.say(`${pod.name} is stopped. Start it with: pod-engine pods start ${pod.name}\n`);
    return exitCodes.refused;
  }
  if (refuseLocked(context, pod, 'restarted')) return exitCodes.refused;
  const consequences = context.flags.yes === true ? '' : await lossText(context, found, 'restart');
  if (!(await confirm(context, `${consequences}\nRestart ${pod.name}?`))) return exitCodes.refused;
  const answer = await cloud.restartPod(pod.id, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  if (context.flags.json === true) context.print(`${JSON.stringify({ podId: pod.id, restarted: true })}\n`);
  else
    context.print(
      `${pod.name} (${pod.id}) restarts. pod-engine pods wait ${pod.name} --for ssh waits until it answers.\n`,
    );
  return exitCodes.ok;
}
