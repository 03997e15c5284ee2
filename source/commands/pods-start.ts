/** `pod-engine pods start NAME`: on demand, or as spot with a bid. */
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findPodOrSay } from './find-pod.ts';
import { openServices } from './services.ts';

export const podsStart: Command = {
  words: 'pods start',
  aliases: ['start-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'start a stopped pod; a spot pod by a bid',
  flags: ['gpuCount', 'bid', 'json', 'config', 'readOnly'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloudToChange();
  if (typeof cloud === 'number') return cloud;
  const list = await cloud.listPods(context.signal);
  if (!list.ok) return sayFailure(context, list);
  const pod = findPodOrSay(context, list.value, context.arguments[0] ?? '');
  if (typeof pod === 'number') return pod;
  if (pod.state.kind === 'running' || pod.state.kind === 'initialising') {
    context.say(`${pod.name} is ${pod.state.kind} already.\n`);
    return exitCodes.ok;
  }
  const { gpuCount = pod.gpuCount, bid = null } = context.flags;
  const answer = await cloud.startPod({ podId: pod.id, gpuCount, bidPerGpuDollars: bid }, context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  if (context.flags.json === true) context.print(`${JSON.stringify({ podId: pod.id, started: true })}\n`);
  else
    context.print(
      `${pod.name} (${pod.id}) starts. It is ready when SSH answers: pod-engine health ${pod.name}\n`,
    );
  return exitCodes.ok;
}
