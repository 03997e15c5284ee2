/** A rollback whose pod is still there, stopped: it is started again, which is quicker than making one and keeps its volume. */
import { type StepEnd, StepFailure, type StepTold } from '../step.ts';
import { podDifferences } from './differences.ts';
import { deployIdOf } from './edit-standing.ts';
import { podFacts } from './pod-facts.ts';
import type { PodScene } from './scene.ts';
import { isStopped, startStanding } from './standing.ts';
import { firstStanding, type StandingPod } from './target.ts';

/** null: there is none that is as it was, or its machine is full; then a new one has to be made. */
export async function* takeBackPod(
  scene: PodScene,
  standing: StandingPod,
): AsyncGenerator<StepTold, StepEnd<'pod'> | null, void> {
  const former = await formerPod(scene, standing);
  if (former === null) return null;
  const { pod } = former;
  if (isStopped(pod)) {
    yield { kind: 'output', level: 'info', text: `Starting pod ${pod.name} (${pod.id}) again.` };
    const failure = await startOrSay(scene, former);
    if (failure !== null) {
      yield { kind: 'output', level: 'warn', text: `${failure} A new pod is made.` };
      return null;
    }
  }
  return {
    outcome: 'pass',
    text: `Pod ${pod.name} (${pod.id}) of that release is there again.`,
    facts: podFacts(
      former,
      {
        how: scene.kind === 'blue-green' ? 'blue-green' : 'new',
        previousPodId: scene.kind === 'blue-green' ? standing.pod.id : null,
      },
      scene.wanted,
    ),
  };
}

/** Of the release that is brought back, and only where it is still as that release had it. */
export async function formerPod(
  { context, cloud, wanted, ours }: Pick<PodScene, 'context' | 'cloud' | 'wanted' | 'ours'>,
  standing: StandingPod,
): Promise<StandingPod | null> {
  const release = context.wanted;
  if (release === null || context.request.target !== null || context.request.isForced) return null;
  const others = release.podIds.filter((podId) => podId !== standing.pod.id);
  const found = await firstStanding(others, cloud, context.signal);
  if (!found.ok || found.value === null) return null;
  const { settings } = found.value;
  const isOurs = deployIdOf(settings.environment) === release.deployId;
  return isOurs && podDifferences(settings, { wanted, ours, formerNames: [] }).length === 0
    ? found.value
    : null;
}

async function startOrSay(
  { context, cloud, wanted }: PodScene,
  { pod }: StandingPod,
): Promise<string | null> {
  try {
    await startStanding(pod, context, cloud, wanted.configuration.bidPerGpuDollars);
    return null;
  } catch (error) {
    if (error instanceof StepFailure) return error.message;
    throw error;
  }
}
