/** Of blue/green: the old pod is stopped once the new one has stood its soak. */
import { type Pod, stoppedCostPerHourDollars } from '../../../fleet/pod.ts';
import type { CloudFailure } from '../../../runpod/cloud.ts';
import type { StepContext } from '../step.ts';

export type PreviousEnd = {
  readonly outcome: 'pass' | 'warn';
  /** What the operator should know of it. */
  readonly note: string;
};

/** @returns null: there is none. A pod that cannot be stopped is no reason to undo a release that is proved. */
export async function stopPrevious(context: StepContext): Promise<PreviousEnd | null> {
  const podId = context.facts.pod?.previousPodId ?? null;
  const { cloud } = context.doors;
  if (podId === null) return null;
  if (cloud === null) return notStopped(podId, 'there is no API key');
  const found = await cloud.getPod(podId, context.signal);
  if (!found.ok && found.code === 'not-found')
    return { outcome: 'pass', note: `The old pod ${podId} is gone already.` };
  const name = found.ok ? found.value.name : podId;
  if (found.ok && found.value.state.kind === 'stopped')
    return stoppedEnd(found.value, podId, 'is stopped already');
  try {
    await context.effect('pod-stopped', { key: podId, details: { podId, podName: name } }, async () => {
      const stopped = await cloud.stopPod(podId, context.signal);
      if (!stopped.ok) throw new Refused(stopped);
      return { podId };
    });
  } catch (error) {
    if (context.signal.aborted) throw error;
    return notStopped(name, error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
  return stoppedEnd(found.ok ? found.value : null, podId, 'is stopped');
}

class Refused extends Error {
  constructor({ message, hint }: CloudFailure) {
    super(`${message} ${hint}`.trim());
  }
}

function stoppedEnd(pod: Pod | null, podId: string, what: string): PreviousEnd {
  const dollars = pod === null ? null : stoppedCostPerHourDollars(pod);
  const cost = dollars === null ? '' : ` ($${(dollars * 24).toFixed(2)} a day)`;
  const bills =
    dollars === 0
      ? `It has no volume and costs nothing any more; it is gone once it is terminated, ${whereToTerminate}`
      : `Its volume goes on billing${cost} until the pod is terminated, ${whereToTerminate}`;
  const note = `The old pod ${pod?.name ?? podId} (${podId}) ${what}. ${bills}; until then a rollback can start it again.`;
  return { outcome: 'pass', note };
}

function notStopped(name: string, why: string): PreviousEnd {
  return {
    outcome: 'warn',
    note: `The old pod ${name} still runs and bills, because it could not be stopped: ${why}. Stop it with pod-engine pods stop, or terminate it, ${whereToTerminate}; one with a network volume can only be terminated.`,
  };
}

const whereToTerminate = 'which is done on RunPod’s page (Pods, then Terminate)';
