/** `pod-engine pods monitor [NAME]`: one line a sample and pod, or JSON lines, until interrupted. */
import type { Pod } from '../fleet/pod.ts';
import type { Links } from '../ssh/telemetry.ts';
import type { Command, CommandContext } from './command.ts';
import { openLinksOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findAnywhere } from './find-pod.ts';
import { monitorPod } from './monitor-pod.ts';
import { openServices, type PodList, type Services } from './services.ts';

export const podsMonitor: Command = {
  words: 'pods monitor',
  aliases: ['monitor-pod'],
  argumentsHelp: '[NAME]',
  minArguments: 0,
  maxArguments: 1,
  summary: 'stream figures of one pod or of all, as lines or as JSON lines',
  flags: ['jsonl', 'samples', 'intervalMs', 'timeoutMs', 'ssh', 'identity', 'config'],
  run,
};

type Ready = Extract<Services, { ok: true }>;

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const wanted = await wantedPods(context, services);
  if (typeof wanted === 'number') return wanted;
  const listCode = wanted.failure === null ? exitCodes.ok : sayFailure(context, wanted.failure);
  const pods = wanted.pods.filter((pod) => reachable(context, services, pod));
  if (pods.length === 0) return listCode === exitCodes.ok ? exitCodes.unreachable : listCode;
  const links = await openLinksOrSay(context, services);
  if (typeof links === 'number') return links;
  const code = await untilEnded(context, { links, services, pods });
  await links.close();
  return code === exitCodes.ok ? listCode : code;
}

async function wantedPods(context: CommandContext, services: Ready): Promise<PodList | ExitCode> {
  const [typed] = context.arguments;
  if (typed === undefined) return await services.listPods(context.signal);
  const pod = await findAnywhere(context, services, typed);
  return typeof pod === 'number' ? pod : { pods: [pod], failure: null };
}

function reachable(context: CommandContext, services: Ready, pod: Pod): boolean {
  const reach = services.reachOf(pod);
  if (reach.kind !== 'none') return true;
  context.say(`${pod.name}: not monitored, ${reach.reason}\n`);
  return false;
}

/** Ends with the signal, or when every pod has given its samples or was given up. */
function untilEnded(
  context: CommandContext,
  from: { readonly links: Links; readonly services: Ready; readonly pods: readonly Pod[] },
): Promise<ExitCode> {
  const { links, services, pods } = from;
  return new Promise((resolve) => {
    let left = pods.length;
    let code: ExitCode = exitCodes.ok;
    const stops = pods.map((pod) =>
      monitorPod({ context, links, pod, target: services.targetOf(pod), onEnded: oneLess }),
    );
    function end(): void {
      for (const stop of stops) stop();
      resolve(code);
    }
    function oneLess(ended: ExitCode): void {
      if (ended !== exitCodes.ok) code = ended;
      left -= 1;
      if (left === 0) end();
    }
    context.signal.addEventListener('abort', end, { once: true });
  });
}
