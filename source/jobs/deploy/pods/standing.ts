/** A pod that is there already: whether it is up, and starting it where it is not. */
import type { Pod } from '../../../fleet/pod.ts';
import type { Cloud } from '../../../runpod/cloud.ts';
import { type StepContext, StepFailure } from '../step.ts';
import { AnswerLost, isLost } from './cloud-ends.ts';

export function isStopped(pod: Pod): boolean {
  return pod.state.kind === 'stopped';
}

function isUp({ state }: Pod): boolean {
  return state.kind === 'running' || state.kind === 'initialising';
}

/** @throws StepFailure where its machine is full; AnswerLost where nobody can tell whether it was started. */
export async function startStanding(
  pod: Pod,
  context: StepContext,
  cloud: Cloud,
  bidPerGpuDollars: number | null,
): Promise<void> {
  const { signal } = context;
  await context.effect(
    'pod-started',
    { key: pod.id, details: { podId: pod.id, podName: pod.name } },
    async () => {
      const bid = pod.rental === 'spot' ? bidPerGpuDollars : null;
      const started = await cloud.startPod({ podId: pod.id, gpuCount: null, bidPerGpuDollars: bid }, signal);
      if (started.ok) return { podId: pod.id };
      // A change may have started it already, and then a start is refused.
      const seen = await cloud.getPod(pod.id, signal);
      if (seen.ok && isUp(seen.value)) return { podId: pod.id };
      if (!isLost(started.code)) throw startFailure(started.message, started.code, started.hint);
      throw new AnswerLost(`RunPod did not answer whether ${pod.name} was started.`, [started.message]);
    },
  );
}

function startFailure(text: string, code: string, hint: string): StepFailure {
  const fix =
    code === 'no-capacity' ? 'Its machine is full: deploy blue/green or to a new pod, or try later.' : hint;
  return new StepFailure(text, { fix, didNothing: true });
}
