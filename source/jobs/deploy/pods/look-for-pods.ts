/** Looking for the pods of a deploy after an answer was lost: a pod that was just made may not be listed yet. */
import type { CreatedPod, DeployCloud } from '../../../runpod/deploy-cloud.ts';
import type { DeployDoors } from '../doors.ts';

export type Looked =
  | { readonly kind: 'found'; readonly pod: CreatedPod; readonly others: readonly CreatedPod[] }
  /** Not even the last time. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Half a minute in all. What the last look said counts: an earlier silence is made up for by a later answer. */
export async function lookForPods(
  deployId: string,
  world: {
    readonly cloud: DeployCloud;
    readonly doors: Pick<DeployDoors, 'sleep'>;
    readonly signal: AbortSignal;
  },
): Promise<Looked> {
  const { cloud, doors, signal } = world;
  for (let look = 1; ; look++) {
    const listed = await cloud.podsOfDeploy(deployId, signal);
    if (listed.ok) {
      const [pod, ...others] = listed.value;
      if (pod !== undefined) return { kind: 'found', pod, others };
    }
    if (signal.aborted) return { kind: 'unknown', reason: 'The search was stopped.' };
    if (look === looks) return listed.ok ? { kind: 'none' } : { kind: 'unknown', reason: listed.message };
    await doors.sleep(pauseMs, signal);
  }
}

const looks = 7;
const pauseMs = 5_000;
