/** Changing a pod in place, which resets it. */
import type { EditPod, PodSettings } from '../../../fleet/pod-settings.ts';
import type { Cloud } from '../../../runpod/cloud.ts';
import { type DeployCloud, deployIdVariable } from '../../../runpod/deploy-cloud.ts';
import type { DeployDoors } from '../doors.ts';
import { AnswerLost, isLost, refused } from './cloud-ends.ts';

type World = {
  readonly cloud: Cloud & DeployCloud;
  readonly doors: DeployDoors;
  readonly signal: AbortSignal;
};

/** Sent once; after a lost answer the pod itself is asked. @throws StepFailure, AnswerLost */
export async function editStanding(edit: EditPod, world: World): Promise<{ readonly podId: string }> {
  const edited = await world.cloud.editPod(edit, world.signal);
  if (edited.ok) return { podId: edit.podId };
  if (!isLost(edited.code)) throw refused(edited);
  const deployId = edit.environment[deployIdVariable]?.reveal() ?? '';
  for (let look = 1; ; look++) {
    const settings = await world.cloud.podSettings(edit.podId, world.signal);
    if (settings.ok && isEdited(settings.value, { deployId, image: edit.image }))
      return { podId: edit.podId };
    if (look === looks || world.signal.aborted) {
      const said = settings.ok ? 'The pod still shows its former settings.' : settings.message;
      const text = `RunPod did not answer whether pod ${edit.podId} was changed.`;
      throw new AnswerLost(text, [edited.message, said]);
    }
    await world.doors.sleep(pauseMs, world.signal);
  }
}

export function isEdited(
  { environment, image }: PodSettings,
  wanted: { readonly deployId: string; readonly image: string },
): boolean {
  return image === wanted.image && deployIdOf(environment) === wanted.deployId;
}

/** Of the deploy that made the pod or changed it last; null: of none. */
export function deployIdOf(environment: PodSettings['environment']): string | null {
  return Object.hasOwn(environment, deployIdVariable)
    ? (environment[deployIdVariable]?.reveal() ?? null)
    : null;
}

const looks = 5;
const pauseMs = 3_000;
