/** `pod-engine pods stop NAME`: asks first, and says what is lost and what still bills. */
import type { Pod } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { lossText } from './loss-text.ts';
import { podToChange } from './pod-to-change.ts';
import { refuseLocked } from './refuse-locked.ts';

export const podsStop: Command = {
  words: 'pods stop',
  aliases: ['stop-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'stop a pod, after saying what is lost and what still bills',
  flags: ['yes', 'json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  const { json } = context.flags;
  if (pod.state.kind === 'stopped') {
    if (json === true) context.print(`${JSON.stringify({ podId: pod.id, stopped: true, already: true })}\n`);
    else context.say(`${pod.name} is stopped already.\n`);
    return exitCodes.ok;
  }
  if (refuseLocked(context, pod, 'stopped')) return exitCodes.refused;
  const consequences = context.flags.yes === true ? '' : await lossText(context, found, 'stop');
  if (!(await confirm(context, `${consequences}\nStop ${pod.name}?`))) return exitCodes.refused;
  const answer = await cloud.stopPod(pod.id, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  if (json === true) context.print(`${JSON.stringify({ podId: pod.id, stopped: true })}\n`);
  else
    context.print(
      `${pod.name} (${pod.id}) stops. ${stillBills(pod)} Start it again with: pod-engine pods start ${pod.name}\n`,
    );
  return exitCodes.ok;
}

function stillBills({ volumeGigabytes, networkVolumeId, networkVolumeGigabytes }: Pod): string {
  const hasNetworkVolume = (networkVolumeId ?? null) !== null || (networkVolumeGigabytes ?? 0) > 0;
  if (hasNetworkVolume || (volumeGigabytes ?? 0) > 0) return 'Its volume still bills.';
  return volumeGigabytes === null ? 'A volume of it still bills.' : 'Nothing of it bills until then.';
}
