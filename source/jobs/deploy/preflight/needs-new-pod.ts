/** Whether this deploy rents a pod. Where nobody can tell, it may. */
import type { Ground } from './ground.ts';

export async function needsNewPod({ target }: Ground): Promise<boolean> {
  const chosen = await target();
  return chosen === null || !chosen.ok || chosen.value.kind !== 'in-place' || chosen.value.standing === null;
}
