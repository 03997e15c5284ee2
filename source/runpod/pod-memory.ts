/** What is remembered of pods from one reading to the next, so that a moment's lapse of RunPod's does not show. */
import type { Pod } from '../fleet/pod.ts';
import { filterNullRuntime, type RuntimeMemory, type RuntimeReading } from './null-runtime-filter.ts';
import { type StartMemory, steadyStart } from './steady-start.ts';

export type PodMemory<Runtime> = {
  /** Makes the pod of its reading, with the last runtime where RunPod left it out once, and a start that stands still. */
  read(
    reading: RuntimeReading<Runtime> & { readonly podId: string },
    toPod: (known: { readonly runtime: Runtime | null; readonly readAtMs: number }) => Pod,
  ): Pod;
  /** Forgets every other pod. */
  keepOnly(podIds: readonly string[]): void;
};

export function createPodMemory<Runtime>(): PodMemory<Runtime> {
  const runtimes = new Map<string, RuntimeMemory<Runtime>>();
  const starts = new Map<string, StartMemory>();

  function withSteadyStart(pod: Pod): Pod {
    const start = steadyStart(starts.get(pod.id) ?? null, pod);
    if (start === null) starts.delete(pod.id);
    else starts.set(pod.id, start);
    return pod.startedAtMs === null || start === null ? pod : { ...pod, startedAtMs: start.startedAtMs };
  }

  return {
    read({ podId, ...reading }, toPod) {
      const { runtime, readAtMs, memory } = filterNullRuntime(runtimes.get(podId) ?? null, reading);
      if (memory === null) runtimes.delete(podId);
      else runtimes.set(podId, memory);
      return withSteadyStart(toPod({ runtime, readAtMs }));
    },
    keepOnly(podIds) {
      const kept = new Set(podIds);
      for (const known of [runtimes, starts]) {
        for (const id of known.keys()) if (!kept.has(id)) known.delete(id);
      }
    },
  };
}
