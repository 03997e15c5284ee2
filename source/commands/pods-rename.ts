/** `pod-engine pods rename NAME NEW`: another name for the same pod. */
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { podToChange } from './pod-to-change.ts';
import { tellPodChange } from './tell-pod-change.ts';

export const podsRename: Command = {
  words: 'pods rename',
  aliases: ['rename-pod'],
  argumentsHelp: 'NAME NEW',
  minArguments: 2,
  maxArguments: 2,
  summary: 'give a pod another name',
  flags: ['json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  const name = context.arguments[1] ?? '';
  if (name.trim() === '' || name.length > longestName) {
    context.say(`"${name}" cannot be a pod's name: 1 to ${longestName} characters.\n`);
    return exitCodes.usage;
  }
  const renamed = { pod: { id: pod.id, name }, outcome: { renamed: true, from: pod.name } };
  if (name === pod.name)
    return tellPodChange(context, { ...renamed, text: `${name} is its name already.`, isAlready: true });
  const answer = await cloud.renamePod({ podId: pod.id, name }, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  return tellPodChange(context, { ...renamed, text: `${pod.name} (${pod.id}) is called ${name} now.` });
}

/** As RunPod's API takes it. */
const longestName = 191;
