/**
 * A locked pod can be neither stopped nor reset: that is said here, before RunPod refuses it with other words. Ending it is
 * refused too, which RunPod may well carry out: whoever locks a pod means to keep it.
 */
import type { Pod } from '../fleet/pod.ts';
import type { CommandContext } from './command.ts';
import { typedName } from './typed-name.ts';

/** True where the pod is locked; then it was said. `done`: "stopped". */
export function refuseLocked({ say }: CommandContext, pod: Pod, done: string): boolean {
  if (!pod.locked) return false;
  say(
    `${pod.name} is locked, so that it cannot be ${done}. pod-engine pods unlock ${typedName(pod.name)} unlocks it.\n`,
  );
  return true;
}
