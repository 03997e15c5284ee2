/** What the pod step leaves to the steps after it, of a pod that was there before. */
import type { DeployFacts } from '../facts.ts';
import type { StandingPod } from './target.ts';
import type { Wanted } from './wanted.ts';

type PodFacts = NonNullable<DeployFacts['pod']>;

export function podFacts(
  { pod, settings }: StandingPod,
  more: Pick<PodFacts, 'how' | 'previousPodId'>,
  { configuration }: Wanted,
): PodFacts {
  return {
    podId: pod.id,
    podName: pod.name,
    gpuTypeId: settings.gpuTypeId,
    gpuCount: settings.gpuCount ?? pod.gpuCount ?? configuration.gpuCount,
    costPerHourDollars: settings.costPerHourDollars ?? pod.costPerHourDollars,
    ...more,
  };
}
