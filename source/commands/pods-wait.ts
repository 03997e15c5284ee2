/** `pod-engine pods wait NAME --for ssh`: ends when the pod is as far as that, or when it is known that it never will be. */
import { durationExample, readDuration } from '../base/read-duration.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { openWaysOrSay } from './command-links.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { podOfApi } from './pod-of-api.ts';
import { openServices } from './services.ts';
import { typedName } from './typed-name.ts';
import { isWaitGoal, type WaitEnd, waitFor, waitGoals } from './wait-for.ts';

export const podsWait: Command = {
  words: 'pods wait',
  aliases: ['wait-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'wait until a pod runs, answers over SSH or HTTP, or has its GPUs; exit 5 when it takes too long',
  flags: ['for', 'timeout', 'httpPort', 'json', 'identity', 'config'],
  run,
};

const usualTimeout = '10m';

async function run(context: CommandContext): Promise<ExitCode> {
  const goal = context.flags.for ?? 'ssh';
  if (!isWaitGoal(goal)) {
    context.say(`--for ${goal} is nothing to wait for. Known are: ${waitGoals.join(', ')}.\n`);
    return exitCodes.usage;
  }
  const timeoutMs = readDuration(context.flags.timeout ?? usualTimeout);
  if (timeoutMs === null) {
    context.say(`--timeout ${context.flags.timeout} is no duration. ${durationExample}\n`);
    return exitCodes.usage;
  }
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloud();
  if (typeof cloud === 'number') return cloud;
  const pod = await podOfApi(context, cloud, context.arguments[0] ?? '', { isPatient: true });
  if (typeof pod === 'number') return pod;
  const ways = await openWaysOrSay(context, services);
  if (typeof ways === 'number') return ways;
  const startedAtMs = context.nowMs();
  try {
    const end = await waitFor({
      ...{ pod, goal, timeoutMs, cloud, doors: ways.doors, services, signal: context.signal },
      httpPort: context.flags.httpPort ?? null,
      nowMs: context.nowMs,
      tell: (text) => context.say(`${text}\n`),
    });
    return told(context, { pod, goal, end, tookMs: context.nowMs() - startedAtMs });
  } finally {
    await Promise.all([ways.links.close(), ways.doors.close()]);
  }
}

type Told = { readonly pod: Pod; readonly goal: string; readonly end: WaitEnd; readonly tookMs: number };

function told(context: CommandContext, { pod, goal, end, tookMs }: Told): ExitCode {
  if (context.flags.json === true) {
    const document = { podId: pod.id, name: pod.name, for: goal, reached: end.kind === 'reached' };
    context.print(`${JSON.stringify({ ...document, how: end.kind, text: end.text, tookMs }, null, 2)}\n`);
  } else if (end.kind === 'reached') {
    context.print(`${pod.name}: ${end.text} After ${durationText(tookMs)}.\n`);
  } else {
    const hint =
      end.kind === 'interrupted' ? '' : ` pod-engine pods why ${typedName(pod.name)} looks at every step.`;
    context.say(`${pod.name}: ${end.text}${hint}\n`);
  }
  return codes[end.kind];
}

const codes: Readonly<Record<WaitEnd['kind'], ExitCode>> = {
  reached: exitCodes.ok,
  never: exitCodes.failed,
  gone: exitCodes.notFound,
  late: exitCodes.unreachable,
  interrupted: exitCodes.interrupted,
};
