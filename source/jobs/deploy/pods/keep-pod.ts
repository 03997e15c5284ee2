/** The pod runs what is wanted, as it is wanted: nothing is touched, but a stopped one is started. */
import type { StepEnd, StepTold } from '../step.ts';
import { podFacts } from './pod-facts.ts';
import type { PodScene } from './scene.ts';
import { isStopped, startStanding } from './standing.ts';
import type { StandingPod } from './target.ts';

export async function* keepPod(
  scene: PodScene,
  standing: StandingPod,
): AsyncGenerator<StepTold, StepEnd<'pod'>, void> {
  const { pod } = standing;
  const facts = podFacts(standing, { how: 'unchanged', previousPodId: null }, scene.wanted);
  if (!isStopped(pod)) {
    const text = `Pod ${pod.name} (${pod.id}) has this image and these settings already, and is left as it is.`;
    return { outcome: 'pass', text, facts };
  }
  yield { kind: 'output', level: 'info', text: `Pod ${pod.name} (${pod.id}) is stopped: starting it.` };
  await startStanding(pod, scene.context, scene.cloud, scene.wanted.configuration.bidPerGpuDollars);
  const text = `Pod ${pod.name} (${pod.id}) has this image and these settings already, and was started.`;
  return { outcome: 'pass', text, facts };
}
