/** The pod that a command is to enter: found by its name, with what SSH has to know of it. */
import type { Pod } from '../fleet/pod.ts';
import type { PodDoor } from '../ssh/pod-door.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { CommandContext } from './command.ts';
import { openWaysOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findAnywhere } from './find-pod.ts';
import type { Services } from './services.ts';
import { sayLoss } from './ssh-command.ts';

type Ready = Extract<Services, { ok: true }>;

export type ReachablePod = { readonly pod: Pod; readonly target: LinkTarget };

/** The pod, or an exit code after saying why there is none to enter. */
export async function reachablePodOrSay(
  context: CommandContext,
  services: Ready,
  name: string,
): Promise<ReachablePod | ExitCode> {
  const pod = await findAnywhere(context, services, name);
  if (typeof pod === 'number') return pod;
  const reason = unreachableReason(services, pod);
  if (reason === null) return { pod, target: services.targetOf(pod) };
  context.say(`${reason}\n`);
  return exitCodes.unreachable;
}

/**
 * Finds the pod, connects, and hands the open door on; all is closed again when `use` is done.
 *
 * @returns What `use` gives, or an exit code after saying why there is no way in.
 */
export async function inPod(
  context: CommandContext,
  { services, name }: { readonly services: Ready; readonly name: string },
  use: (door: PodDoor, pod: Pod) => Promise<number>,
): Promise<number> {
  const found = await reachablePodOrSay(context, services, name);
  if (typeof found === 'number') return found;
  const ways = await openWaysOrSay(context, services);
  if (typeof ways === 'number') return ways;
  try {
    const opened = await ways.doors.open(found.target, context.signal);
    return opened.ok ? await use(opened.value, found.pod) : sayLoss(context, opened.failure);
  } finally {
    await Promise.all([ways.links.close(), ways.doors.close()]);
  }
}

/** null where SSH may be tried: directly, or through RunPod's proxy. */
export function unreachableReason({ reachOf }: Pick<Ready, 'reachOf'>, pod: Pod): string | null {
  const reach = reachOf(pod);
  return reach.kind === 'none' ? `${pod.name} cannot be reached over SSH: ${reach.reason}` : null;
}

/** null where ports can be forwarded: a shell on a terminal is all that RunPod's proxy has. */
export function forwardlessReason({ reachOf }: Pick<Ready, 'reachOf'>, pod: Pod): string | null {
  if (reachOf(pod).kind !== 'proxy') return null;
  return `${pod.name} is reached through RunPod's proxy, which forwards nothing. Add 22/tcp to its ports for a direct way.`;
}
