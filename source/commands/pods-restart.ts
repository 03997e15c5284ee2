/** `pod-engine pods restart NAME`: the container is made anew on the same machine, after saying what is lost. */
import type { Pod } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { interruptPod } from './interrupt-pod.ts';
import { typedName } from './typed-name.ts';

export const podsRestart: Command = {
  words: 'pods restart',
  aliases: ['restart-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'make the container of a running pod anew, after saying what is lost',
  flags: ['yes', 'json', 'config', 'readOnly'],
  run: (context) =>
    interruptPod(context, {
      action: 'restart',
      done: 'restarted',
      whenStopped: refuseStopped,
      act: (cloud, podId, signal) => cloud.restartPod(podId, signal),
      text: ({ name, id }) =>
        `${name} (${id}) restarts. pod-engine pods wait ${typedName(name)} --for ssh waits until it answers.`,
    }),
};

function refuseStopped({ say }: CommandContext, { name }: Pod): ExitCode {
  say(`${name} is stopped. Start it with: pod-engine pods start ${typedName(name)}\n`);
  return exitCodes.refused;
}
