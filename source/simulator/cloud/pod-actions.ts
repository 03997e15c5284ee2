/** What can be done to a pod over either wire, and when RunPod says no to it. */
import type { CloudPod } from '../pod/cloud-pod.ts';
import type { PodSettings } from '../pod/settings.ts';
import { refusalOf } from './refusal.ts';
import { mustBeWithinLimits } from './wish.ts';

export function isRunning(pod: CloudPod): boolean {
  return pod.life().desiredStatus === 'RUNNING';
}

/** Of a pod on demand. Does nothing to one that runs. */
export function startOnDemand(pod: CloudPod, gpuCount: number | null): void {
  if (pod.plan.hardware.rental === 'spot')
    throw refusalOf('wrong', 'Cannot resume a spot pod as an on demand pod.');
  if (!isRunning(pod)) startWith(pod, gpuCount ?? pod.plan.hardware.gpuCount);
}

/** Without GPU there is always room. */
export function startWith(pod: CloudPod, gpuCount: number): void {
  const isFull = pod.faults.hostFull || gpuCount > pod.plan.hardware.gpuCount;
  if (isFull && gpuCount > 0)
    throw refusalOf('no-room', 'There are not enough free GPUs on the host machine to start this pod.');
  pod.start({ gpuCount });
}

export function stopPod(pod: CloudPod): void {
  if (isRunning(pod)) mustBeUnlocked(pod);
  pod.stop('Exited by user');
}

/** A new container: all that is not on the volume is lost. */
export function restartPod(pod: CloudPod): void {
  mustBeUnlocked(pod);
  pod.reset();
}

/** Resets a pod that runs. */
export function editPod(pod: CloudPod, settings: PodSettings): void {
  mustBeWithinLimits(settings);
  if (isRunning(pod)) mustBeUnlocked(pod);
  pod.edit(settings);
}

/** RunPod's own words for it are not known. */
function mustBeUnlocked({ tags }: CloudPod): void {
  if (tags.locked)
    throw refusalOf('locked', `Pod "${tags.name}" is locked: unlock it before it is stopped or reset.`);
}
