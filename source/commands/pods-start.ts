/** `pod-engine pods start NAME`: on demand, or as spot with a bid. Asks first, and says what it will cost. */
import { exactDollars } from '../fleet/exact-dollars.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { podToChange } from './pod-to-change.ts';
import { tellPodChange } from './tell-pod-change.ts';
import { typedName } from './typed-name.ts';

export const podsStart: Command = {
  words: 'pods start',
  aliases: ['start-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'start a stopped pod, after saying what it costs; a spot pod by a bid',
  flags: ['gpuCount', 'bid', 'yes', 'json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const found = await podToChange(context);
  if (typeof found === 'number') return found;
  const { cloud, pod } = found;
  if (pod.state.kind === 'running' || pod.state.kind === 'initialising') {
    const text = `${pod.name} is ${pod.state.kind} already.`;
    return tellPodChange(context, { pod, outcome: { started: true }, text, isAlready: true });
  }
  const { gpuCount = pod.gpuCount, bid = null } = context.flags;
  if (!(await confirm(context, `${price(pod, { gpuCount, bid })}\nStart ${pod.name}?`)))
    return exitCodes.refused;
  const answer = await cloud.startPod({ podId: pod.id, gpuCount, bidPerGpuDollars: bid }, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  const text = `${pod.name} (${pod.id}) starts. pod-engine pods wait ${typedName(pod.name)} --for ssh waits until it answers.`;
  return tellPodChange(context, { pod, outcome: { started: true }, text });
}

function price(pod: Pod, given: { readonly gpuCount: number | null; readonly bid: number | null }): string {
  const { gpuCount, bid } = given;
  const cards = gpuCount === null ? 'as many GPUs as before' : gpus(gpuCount);
  const begin = `Starting ${pod.name} (${pod.id}) with ${cards}`;
  if (bid !== null) {
    const total = gpuCount === null ? '' : `, $${(bid * gpuCount).toFixed(2)}/h in all`;
    return `${begin} bids $${exactDollars(bid)}/h for each GPU${total}. It is stopped when somebody bids more.`;
  }
  const before =
    pod.costPerHourDollars === null
      ? 'RunPod names no price for it'
      : `with ${pod.gpuCount === null ? 'its GPUs' : gpus(pod.gpuCount)} it is listed at $${pod.costPerHourDollars.toFixed(2)}/h`;
  if (pod.rental === 'spot')
    return `${begin} bids the lowest that RunPod names for each GPU at that moment (--bid gives another); ${before}. It is stopped when somebody bids more.`;
  return `${begin}: ${before}.`;
}

function gpus(count: number): string {
  return `${count} ${count === 1 ? 'GPU' : 'GPUs'}`;
}
