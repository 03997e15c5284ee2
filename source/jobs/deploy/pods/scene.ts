/** All that the pod step finds out before it acts: what is wanted, what there is, and how they differ. */
import type { Cloud, CloudResult } from '../../../runpod/cloud.ts';
import type { DeployCloud } from '../../../runpod/deploy-cloud.ts';
import type { DeployTarget } from '../../model/deploy.ts';
import { type StepContext, StepFailure } from '../step.ts';
import { type PodDifference, podDifferences } from './differences.ts';
import { deployIdOf } from './edit-standing.ts';
import { chooseTarget, type StandingPod } from './target.ts';
import { type Variables, variablesOf } from './variables.ts';
import { type Wanted, wantedOf } from './wanted.ts';

export type PodScene = {
  readonly context: StepContext;
  readonly cloud: Cloud & DeployCloud;
  readonly wanted: Wanted;
  readonly image: string;
  /** Values behind the wanted references. */
  readonly ours: Variables;
  /** Names of variables that the release that runs has set. */
  readonly formerNames: readonly string[];
  readonly kind: DeployTarget['kind'];
  readonly standing: StandingPod | null;
  readonly standingDeployId: string | null;
  readonly differences: readonly PodDifference[];
};

/** @throws StepFailure where a variable of whoever deploys is missing. */
export async function setPodScene(
  context: StepContext,
  cloud: Cloud & DeployCloud,
): Promise<CloudResult<PodScene>> {
  const wanted = wantedOf(context);
  // The pipeline runs the push before, so this would be a fault of ours.
  if (wanted.image === null) throw new StepFailure('There is no image to run: nothing was pushed.');
  const ours = variablesOf(wanted.configuration.environment, context.doors.environment);
  const target = await chooseTarget(context, cloud);
  if (!target.ok) return target;
  const { kind, standing } = target.value;
  const formerNames = Object.keys(context.running?.configuration.environment ?? {});
  const differences =
    standing === null ? [] : podDifferences(standing.settings, { wanted, ours, formerNames });
  const standingDeployId = standing === null ? null : deployIdOf(standing.settings.environment);
  return {
    ok: true,
    value: {
      context,
      cloud,
      wanted,
      image: wanted.image,
      ours,
      formerNames,
      kind,
      standing,
      standingDeployId,
      differences,
    },
  };
}
