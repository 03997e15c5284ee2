/** Tries what the pod may tune of itself. */
import { endingOf, unreachable, withoutAddress } from './endings.ts';
import { inPod } from './in-pod.ts';
import type { KindOfJob } from './kind.ts';

export const optimise: KindOfJob = {
  kind: 'optimise',
  async *run(context) {
    if (context.target() === null && context.found === null)
      return yield unreachable(withoutAddress(context.pod));
    const ending = endingOf(yield* inPod(context, 'optimise'));
    if (ending !== null) yield ending;
  },
};
