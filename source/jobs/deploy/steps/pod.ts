/** The step that gives the release a pod: the one that runs it already, one that is changed, or a new one. */
import { changePod } from '../pods/change-pod.ts';
import { AnswerLost, endOfFailure, endOfLost, noKeyEnd } from '../pods/cloud-ends.ts';
import { keepPod } from '../pods/keep-pod.ts';
import { makePod } from '../pods/make-pod.ts';
import { planPod } from '../pods/plan-pod.ts';
import { type PodScene, setPodScene } from '../pods/scene.ts';
import { takeBackPod } from '../pods/take-back-pod.ts';
import type { Step, StepContext, StepEnd, StepTold } from '../step.ts';

export const podStep: Step<'pod'> = {
  id: 'pod',
  title: 'give it a pod',
  // What runs is asked of RunPod each time: a pod may have been changed or ended by somebody else.
  inputs: () => null,
  plan: planPod,
  async *run(context) {
    try {
      return yield* place(context);
    } catch (error) {
      if (error instanceof AnswerLost) return endOfLost(error);
      throw error;
    }
  },
};

async function* place(context: StepContext): AsyncGenerator<StepTold, StepEnd<'pod'>, void> {
  const { cloud } = context.doors;
  if (cloud === null) return noKeyEnd;
  const set = await setPodScene(context, cloud);
  if (!set.ok) return endOfFailure(set);
  const scene = set.value;
  const { standing } = scene;
  if (standing === null) return yield* makePod(scene, null);
  if (isAsWanted(scene)) return yield* keepPod(scene, standing);
  if (scene.kind === 'in-place') return yield* changePod(scene, standing);
  const takenBack = yield* takeBackPod(scene, standing);
  return takenBack ?? (yield* makePod(scene, standing));
}

/** A pod that this very deploy changed is gone on with, so that what was begun stands in the journal as done. */
function isAsWanted({ context, differences, standingDeployId }: PodScene): boolean {
  return differences.length === 0 && !context.request.isForced && standingDeployId !== context.deployId;
}
