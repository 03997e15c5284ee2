/** Why no pod can be rented from here. */
import { changeRefusal } from './life-targets.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** null: the form opens. */
export function createRefusal(view: View, { fleet }: Pick<Situation, 'fleet'>): string | null {
  if (fleet.cloud.kind === 'absent')
    return 'there is no RunPod API to rent from: set RUNPOD_API_KEY, or put apiKey into the configuration file';
  return changeRefusal(view);
}
