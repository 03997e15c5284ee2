/** The pod that is changed or replaced is there, may be changed, and was made by a deploy of this project. */
import { deployIdVariable } from '../../../runpod/deploy-cloud.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import type { StandingPod } from '../pods/target.ts';
import { isAsked } from './asked-steps.ts';
import { askingCloud } from './asking-cloud.ts';
import type { Ground } from './ground.ts';
import { type Look, notNeeded, well, wrong } from './look.ts';
import { errorOf, warningOf } from './problems.ts';

export const target: Look = {
  id: 'target',
  title: 'Target pod',
  async look(ground) {
    const { request } = ground.context;
    if (!isAsked(ground.context, 'pod') || request.target?.kind === 'new')
      return notNeeded('A new pod is made.');
    const answer = await ground.target();
    if (answer !== null && !answer.ok && answer.code === 'not-found') {
      const podId = request.target === null ? '' : request.target.podId;
      const text = `There is no pod "${podId}" in this account: ${answer.message}`;
      return wrong(
        errorOf(text, 'Choose a pod that there is (pod-engine pods list), or deploy to a new one.'),
      );
    }
    return await askingCloud(ground, 'the target pod', ground.target, ({ kind, standing }) => {
      if (standing === null || kind === 'new') return well('A new pod is made.');
      const how = kind === 'in-place' ? 'is changed in place' : 'is stopped once its successor is proved';
      const text = `${standing.pod.name} (${standing.pod.id}) ${how}.`;
      return { text, problems: problemsOf(ground, kind, standing) };
    });
  },
};

function problemsOf(
  ground: Ground,
  kind: 'in-place' | 'blue-green',
  { pod, settings }: StandingPod,
): readonly DeployProblem[] {
  const isOurs =
    Object.hasOwn(settings.environment, deployIdVariable) ||
    ground.releases.some(({ podIds }) => podIds.includes(pod.id));
  const name = `${pod.name} (${pod.id})`;
  const found: DeployProblem[] = [];
  if (pod.locked)
    found.push(errorOf(`${name} is locked, so RunPod neither changes nor stops it.`, 'Unlock it at RunPod.'));
  if (!isOurs && kind === 'in-place')
    found.push(
      warningOf(
        `${name} was not made by a deploy. It is reset, and all outside of its volume is lost.`,
        'Deploy to a new pod (--new-pod) unless you want that.',
      ),
    );
  return found;
}
