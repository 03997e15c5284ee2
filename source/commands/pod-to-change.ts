/** What every command that changes one pod begins with: the cloud, if it may be used for that, and the pod that is meant. */
import type { Pod } from '../fleet/pod.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { podOfApi } from './pod-of-api.ts';
import { openServices, type Services } from './services.ts';

export type PodToChange = {
  readonly cloud: WholeCloud;
  readonly pod: Pod;
  readonly services: Extract<Services, { ok: true }>;
};

/** The pod of the first argument; or an exit code, after saying why there is none. */
export async function podToChange(context: CommandContext): Promise<PodToChange | ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloudToChange();
  if (typeof cloud === 'number') return cloud;
  const pod = await podOfApi(context, cloud, context.arguments[0] ?? '');
  return typeof pod === 'number' ? pod : { cloud, pod, services };
}
