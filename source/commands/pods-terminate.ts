/** `pod-engine pods terminate NAME`: ends a pod for good. Its name has to be typed, or given by --confirm. */
import type { Pod } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { confirmName } from './confirm-name.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { lossText } from './loss-text.ts';
import { podToChange } from './pod-to-change.ts';
import { refuseChanged } from './refuse-changed.ts';
import { refuseLocked } from './refuse-locked.ts';
import { tellPodChange } from './tell-pod-change.ts';

export const podsTerminate: Command = {
  words: 'pods terminate',
  aliases: ['terminate-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'end a pod for good; its name has to be typed, or given by --confirm',
  flags: ['confirm', 'json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  if (refuseLocked(context, pod, 'terminated')) return exitCodes.refused;
  if (context.flags.confirm !== pod.name) {
    const consequences = await lossText(context, found, 'terminate');
    const isConfirmed = await confirmName(context, { consequences, name: pod.name, verb: 'terminate' });
    if (!isConfirmed) return exitCodes.refused;
    const changed = await refuseChanged(context, cloud, pod);
    if (changed !== null) return changed;
  }
  const answer = await cloud.terminatePod(pod.id, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  const text = `${pod.name} (${pod.id}) is terminated. ${stillBills(pod)}`;
  return tellPodChange(context, { pod, outcome: { terminated: true }, text });
}

function stillBills({ networkVolumeId, networkVolumeGigabytes }: Pod): string {
  const hasVolume = (networkVolumeId ?? null) !== null || (networkVolumeGigabytes ?? 0) > 0;
  return hasVolume ? 'Its network volume stays, and bills.' : 'Nothing of it bills any more.';
}
