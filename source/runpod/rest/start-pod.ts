/** Starting a stopped pod. */
import type { CloudResult, StartOptions } from '../cloud.ts';
import { actOnPod } from './act-on-pod.ts';
import { getPod } from './get-pod.ts';
import type { Changed } from './read-change.ts';
import { unsupported } from './unsupported.ts';
import type { Wire } from './wire.ts';

/**
 * Starts a stopped pod as it was. REST v2 takes neither a bid nor a number of GPUs; a number that is the pod's own needs
 * no asking for, so the pod is read first.
 */
export async function startPod(
  wire: Wire,
  { podId, gpuCount, bidPerGpuDollars }: StartOptions,
  signal?: AbortSignal,
): Promise<CloudResult<Changed>> {
  if (bidPerGpuDollars !== null) return unsupported(`start pod ${podId} for a bid`, 'spot pods');
  if (gpuCount !== null) {
    const pod = await wire.ask(getPod, { podId }, signal);
    if (!pod.ok) return pod;
    if (pod.value.gpu?.count !== gpuCount) {
      return unsupported(`start pod ${podId} with ${gpuCount} GPUs`, 'way to change their number');
    }
  }
  return actOnPod(wire, { podId, action: 'start' }, signal);
}
