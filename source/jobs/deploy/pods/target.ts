/** Which pod becomes the release: the one that was named, else the one of the release that runs, by the project's way. */
import type { Pod } from '../../../fleet/pod.ts';
import type { PodSettings } from '../../../fleet/pod-settings.ts';
import type { Cloud, CloudResult } from '../../../runpod/cloud.ts';
import type { DeployCloud } from '../../../runpod/deploy-cloud.ts';
import type { DeployTarget } from '../../model/deploy.ts';
import type { StepContext } from '../step.ts';

export type StandingPod = { readonly pod: Pod; readonly settings: PodSettings };

export type ChosenTarget = {
  readonly kind: DeployTarget['kind'];
  /** The pod that there is; null: none, or one that is not to be looked at. */
  readonly standing: StandingPod | null;
};

/** `not-found` only for a pod that was named: without the pods of the running release a new one is made. */
export async function chooseTarget(
  context: StepContext,
  cloud: Cloud & DeployCloud,
): Promise<CloudResult<ChosenTarget>> {
  const asked = context.request.target;
  if (asked?.kind === 'new') return { ok: true, value: { kind: 'new', standing: null } };
  if (asked !== null) {
    const named = await standingPod(asked.podId, cloud, context.signal);
    return named.ok ? { ok: true, value: { kind: asked.kind, standing: named.value } } : named;
  }
  const found = await firstStanding(context.running?.podIds ?? [], cloud, context.signal);
  if (!found.ok) return found;
  const kind = found.value === null ? 'new' : context.project.strategy;
  return { ok: true, value: { kind, standing: found.value } };
}

/** Of the newest pod that there still is; null: none of them. */
export async function firstStanding(
  podIds: readonly string[],
  cloud: Cloud & DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<StandingPod | null>> {
  for (const podId of [...podIds].reverse()) {
    const standing = await standingPod(podId, cloud, signal);
    if (standing.ok || standing.code !== 'not-found') return standing;
  }
  return { ok: true, value: null };
}

async function standingPod(
  podId: string,
  cloud: Cloud & DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<StandingPod>> {
  const settings = await cloud.podSettings(podId, signal);
  if (!settings.ok) return settings;
  const pod = await cloud.getPod(podId, signal);
  if (!pod.ok) return pod;
  return { ok: true, value: { pod: pod.value, settings: settings.value } };
}
