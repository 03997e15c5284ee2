/** A question may stand for minutes while others act on the pod: an answer is taken only for the pod that was asked about. */
import type { Pod } from '../fleet/pod.ts';
import type { Cloud } from '../runpod/cloud.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** An exit code where the pod is another by now than its question said, after saying so; null where it may be done. */
export async function refuseChanged(
  { say, signal }: Pick<CommandContext, 'say' | 'signal'>,
  cloud: Pick<Cloud, 'getPod'>,
  asked: Pod,
): Promise<ExitCode | null> {
  const found = await cloud.getPod(asked.id, signal);
  if (!found.ok) {
    // Why else RunPod does not answer, the change itself will tell.
    if (found.code !== 'not-found') return null;
    say(`${asked.name} has gone while this was asked: nothing was done.\n`);
    return exitCodes.notFound;
  }
  const [before, now] = [wordOf(asked), wordOf(found.value)];
  if (before === null || now === null || before === now) return null;
  say(`${asked.name} is ${now} by now, and was ${before} when this was asked: nothing was done.\n`);
  return exitCodes.refused;
}

/** As far as it matters for what is lost. null: nobody can tell. */
function wordOf({ state, locked }: Pod): string | null {
  if (locked) return 'locked';
  if (state.kind === 'stopped') return 'stopped';
  return state.kind === 'running' || state.kind === 'initialising' ? 'running' : null;
}
