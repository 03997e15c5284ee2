/** `pod-engine logs NAME…`: the logs of pods, merged, as text or as JSON, with what comes where it is asked for. */
import type { Pod } from '../fleet/pod.ts';
import type { LogCloud } from '../runpod/log-cloud.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { Command, CommandContext } from './command.ts';
import { openWaysOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { podsMeant } from './job-command.ts';
import { logCloudOf } from './log-cloud-of.ts';
import { type LogsRequest, readLogsRequest } from './logs-request.ts';
import { targetOfPod } from './open-jobs.ts';
import { openServices, type Services } from './services.ts';

export const logs: Command = {
  words: 'logs',
  aliases: ['pods logs'],
  argumentsHelp: 'NAME...',
  minArguments: 1,
  maxArguments: 50,
  summary: 'show the logs of pods, merged by time',
  flags: [
    ...(['follow', 'since', 'tail', 'grep', 'context', 'source', 'previous', 'timestamps'] as const),
    ...(['json', 'color', 'ssh', 'identity', 'config'] as const),
  ],
  run,
};

type Ready = Extract<Services, { ok: true }>;

async function run(context: CommandContext): Promise<ExitCode> {
  const asked = readLogsRequest(context.flags, context.nowMs());
  if (!asked.ok) {
    context.say(`${asked.reason}\n`);
    return exitCodes.usage;
  }
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const pods = await podsMeant(context, services);
  if (typeof pods === 'number') return pods;
  if (isRefusedHost(context, pods, asked.value)) return exitCodes.usage;
  const cloud = logCloudOf(services.cloud);
  const ways = await openWaysOrSay(context, services);
  if (typeof ways === 'number') return ways;
  try {
    return await readAll(context, { services, pods, cloud, doors: ways.doors, asked: asked.value });
  } finally {
    await Promise.all([ways.links.close(), ways.doors.close()]);
  }
}

/** True where logs that only RunPod keeps are asked of a host that is not RunPod's; then it was said. */
function isRefusedHost({ say }: CommandContext, pods: readonly Pod[], asked: LogsRequest): boolean {
  const host = pods.find(({ provider }) => provider === 'ssh');
  if (host === undefined || asked.isUsual || asked.wanted.cloud === 'none') return false;
  const what = asked.isPrevious ? '--previous' : '--source container or system';
  say(
    `${host.name} is a host and no pod of RunPod's, so it has no ${what}. Name files with --source /PATH.\n`,
  );
  return true;
}

async function readAll(
  context: CommandContext,
  from: {
    readonly services: Ready;
    readonly pods: readonly Pod[];
    readonly cloud: LogCloud | null;
    readonly doors: PodDoors;
    readonly asked: LogsRequest;
  },
): Promise<ExitCode> {
  const { services, pods, cloud, doors, asked } = from;
  const [{ readMerged }, { previousLogs }] = await Promise.all([
    import('./logs-read.ts'),
    import('../logs/previous.ts'),
  ]);
  const source = cloud !== null && asked.isPrevious ? previousLogs(cloud) : cloud;
  return await readMerged(context, {
    asked,
    pods: pods.map((pod) => {
      const target = targetOfPod(services, pod);
      return {
        podId: pod.id,
        name: pod.name,
        logs: pod.provider === 'ssh' ? null : source,
        isHost: pod.provider === 'ssh',
        openDoor: target === null ? null : (signal: AbortSignal) => doors.open(target, signal),
      };
    }),
  });
}
