/** A cloud whose code is loaded with the first question: the console paints before, and a command may need none. */
import { operationsBy } from '../runpod/operations.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';

export function lateCloud(load: () => Promise<WholeCloud>): WholeCloud {
  let loading: Promise<WholeCloud> | null = null;
  let loaded: WholeCloud | null = null;
  const cloud = (): Promise<WholeCloud> => {
    loading ??= load().then((whole) => {
      loaded = whole;
      return whole;
    });
    return loading;
  };
  return {
    ...operationsBy(async (_, call) => await call(await cloud())),
    async *podLogs(request, signal) {
      yield* (await cloud()).podLogs(request, signal);
    },
    // Before anything was asked there is nothing to tell, and nothing is loaded for that.
    wires: () => loaded?.wires() ?? [],
  };
}
