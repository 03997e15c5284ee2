/** Which pod a deploy's flags mean. */
import type { DeployTarget } from '../jobs/model/deploy.ts';
import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findPodOrSay } from './find-pod.ts';
import type { Services } from './services.ts';

/** null: nothing was said, so it is as the project has it. An exit code, after saying why there is no such pod. */
export async function readDeployTarget(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
): Promise<DeployTarget | null | ExitCode> {
  const { newPod, inPlace, blueGreen } = context.flags;
  if (newPod === true) return { kind: 'new' };
  const typed = inPlace ?? blueGreen;
  if (typed === undefined) return null;
  const cloud = services.needCloud();
  if (typeof cloud === 'number') return cloud;
  const list = await cloud.listPods(context.signal);
  if (!list.ok) return sayFailure(context, list);
  const pod = findPodOrSay(context, list.value, typed);
  if (typeof pod === 'number') return pod;
  return { kind: inPlace === undefined ? 'blue-green' : 'in-place', podId: pod.id };
}
