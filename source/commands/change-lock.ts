/** Locking and unlocking a pod: the same request, one with yes and one with no. */
import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { podToChange } from './pod-to-change.ts';
import { tellPodChange } from './tell-pod-change.ts';

export async function changeLock(context: CommandContext, locked: boolean): Promise<ExitCode> {
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  const word = locked ? 'locked' : 'unlocked';
  const outcome = { locked };
  if (pod.locked === locked)
    return tellPodChange(context, {
      ...{ pod, outcome, isAlready: true },
      text: `${pod.name} is ${word} already.`,
    });
  const answer = await cloud.lockPod({ podId: pod.id, locked }, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  const consequence = locked ? ': it can be neither stopped nor reset.' : '.';
  return tellPodChange(context, { pod, outcome, text: `${pod.name} (${pod.id}) is ${word}${consequence}` });
}
