/** Doors that are still being made ready (SSH is loaded, keys are read): who opens one meanwhile waits. */
import type { PodDoors } from '../ssh/pod-door.ts';

export function lateDoors(ready: Promise<PodDoors>): PodDoors {
  return {
    open: async (target, signal) => (await ready).open(target, signal),
    close: async () => (await ready).close(),
  };
}
