/** What every command that changes one pod begins with: the cloud, if it may be used for that, and the pod that is meant. */
import type { Pod } from '../fleet/pod.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
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
  const typed = context.arguments[0] ?? '';
  const pod = await podOfApi(context, cloud, typed);
  if (typeof pod === 'number') return pod;
  return isNamedEnough(context, pod, typed) ? { cloud, pod, services } : exitCodes.notFound;
}

/** As `podToChange`, for what only looks: read-only settings do not refuse it. */
export async function podToRead(context: CommandContext): Promise<PodToChange | ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloud();
  if (typeof cloud === 'number') return cloud;
  const pod = await podOfApi(context, cloud, context.arguments[0] ?? '');
  return typeof pod === 'number' ? pod : { cloud, pod, services };
}

/**
 * Where nobody is asked, and so sees which pod is meant, the beginning of a name is not enough: a script that stops
 * train-1 would stop train-10 once train-1 has gone.
 */
function isNamedEnough({ flags, say }: CommandContext, pod: Pod, typed: string): boolean {
  if (pod.id === typed || pod.name === typed) return true;
  const isAsked = process.stdin.isTTY === true && flags.yes !== true && flags.json !== true;
  if (isAsked && flags.confirm === undefined) return true;
  say(
    `There is no pod "${typed}". ${pod.name} (${pod.id}) begins so: without a question, a change wants the whole name or id.\n`,
  );
  return false;
}
