/** Locking and unlocking a pod: the same request, one with yes and one with no. */
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { podToChange } from './pod-to-change.ts';

export async function changeLock(context: CommandContext, locked: boolean): Promise<ExitCode> {
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  const word = locked ? 'locked' : 'unlocked';
  if (pod.locked === locked) {
    if (context.flags.json === true)
      context.print(`${JSON.stringify({ podId: pod.id, locked, already: true })}\n`);
    else context.say(`${pod.name} is ${word} already.\n`);
    return exitCodes.ok;
  }
  const answer = await cloud.lockPod({ podId: pod.id, locked }, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  const consequence = locked ? ': it can be neither stopped nor reset.' : '.';
  if (context.flags.json === true) context.print(`${JSON.stringify({ podId: pod.id, locked })}\n`);
  else context.print(`${pod.name} (${pod.id}) is ${word}${consequence}\n`);
  return exitCodes.ok;
}
