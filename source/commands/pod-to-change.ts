/** What every command that changes one pod begins with: the cloud, if it may be used for that, and the pod that is meant. */
import type { Pod } from '../fleet/pod.ts';
import type { Cloud } from '../runpod/cloud.ts';
import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findPodOrSay } from './find-pod.ts';
import { openServices } from './services.ts';

/** The pod of the first argument; or an exit code, after saying why there is none. */
export async function podToChange(
  context: CommandContext,
): Promise<{ readonly cloud: Cloud; readonly pod: Pod } | ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloudToChange();
  if (typeof cloud === 'number') return cloud;
  const list = await cloud.listPods(context.signal);
  if (!list.ok) return sayFailure(context, list);
  const pod = findPodOrSay(context, list.value, context.arguments[0] ?? '');
  return typeof pod === 'number' ? pod : { cloud, pod };
}
