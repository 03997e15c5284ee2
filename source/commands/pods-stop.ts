/** `pod-engine pods stop NAME`: asks first, and says what is lost and what still bills. */
import { type Pod, stoppedCostPerHourDollars } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { podToChange } from './pod-to-change.ts';

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
  if (pod.state.kind === 'stopped') {
    if (context.flags.json === true)
      context.print(`${JSON.stringify({ podId: pod.id, stopped: true, already: true })}\n`);
    else context.say(`${pod.name} is stopped already.\n`);
    return exitCodes.ok;
  }
  if (!(await confirm(context, `${consequences(pod)}\nStop ${pod.name}?`))) return exitCodes.refused;
  const answer = await cloud.stopPod(pod.id, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  if (context.flags.json === true) context.print(`${JSON.stringify({ podId: pod.id, stopped: true })}\n`);
  else
    context.print(
      `${pod.name} (${pod.id}) stops. Its volume still bills; start it again with: pod-engine pods start ${pod.name}\n`,
    );
  return exitCodes.ok;
}

function consequences(pod: Pod): string {
  const still = stoppedCostPerHourDollars(pod);
  const disk =
    pod.containerDiskGigabytes === null
      ? 'the container disk'
      : `the container disk (${pod.containerDiskGigabytes} GB)`;
  return [
    `Stopping ${pod.name} (${pod.id}) releases its GPUs; they may be taken when you want them back.`,
    `Lost: everything on ${disk} outside ${pod.volumeMountPath ?? 'the volume'}.`,
    `Still bills: its volume${still === null ? '' : `, about $${still.toFixed(3)}/h`} instead of $${pod.costPerHourDollars?.toFixed(2) ?? '?'}/h.`,
  ].join('\n');
}
