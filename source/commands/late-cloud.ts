/** A cloud whose code is loaded with the first question: the console paints before, and a command may need none. */
import type { Cloud } from '../runpod/cloud.ts';

export function lateCloud(load: () => Promise<Cloud>): Cloud {
  let loading: Promise<Cloud> | null = null;
  const cloud = (): Promise<Cloud> => {
    loading ??= load();
    return loading;
  };
  return {
    listPods: async (signal) => await (await cloud()).listPods(signal),
    getPod: async (podId, signal) => await (await cloud()).getPod(podId, signal),
    startPod: async (options, signal) => await (await cloud()).startPod(options, signal),
    stopPod: async (podId, signal) => await (await cloud()).stopPod(podId, signal),
    account: async (signal) => await (await cloud()).account(signal),
  };
}
