import type { Pod } from '../../fleet/pod.ts';
import type { CleanText } from './clean-text.ts';
import { filterNullRuntime, type RuntimeMemory } from './null-runtime-filter.ts';
import { toPod } from './pod.ts';
import type { PodWire } from './pod-wire.ts';
import { type StartMemory, steadyStart } from './steady-start.ts';

/** Turns pods of the wire into the fleet's, with a memory from one reading to the next. */
export type PodReader = {
  read(wire: PodWire): Pod;
  /** Reads the whole list and forgets pods that are not in it. */
  readAll(wires: readonly PodWire[]): readonly Pod[];
};

export function createPodReader({ clean, nowMs }: { clean: CleanText; nowMs: () => number }): PodReader {
  const memories = new Map<string, RuntimeMemory>();
  const starts = new Map<string, StartMemory>();

  function read(wire: PodWire): Pod {
    const atMs = nowMs();
    const filtered = filterNullRuntime(memories.get(wire.id) ?? null, {
      isRunning: wire.desiredStatus?.trim().toUpperCase() === 'RUNNING',
      lastStartedAt: wire.lastStartedAt ?? null,
      runtime: wire.runtime ?? null,
      atMs,
    });
    if (filtered.memory === null) memories.delete(wire.id);
    else memories.set(wire.id, filtered.memory);
    const { runtime, readAtMs: runtimeReadAtMs } = filtered;
    return withSteadyStart(toPod(wire, { clean, nowMs: atMs, runtime, runtimeReadAtMs }));
  }

  function withSteadyStart(pod: Pod): Pod {
    const start = steadyStart(starts.get(pod.id) ?? null, pod);
    if (start === null) starts.delete(pod.id);
    else starts.set(pod.id, start);
    return pod.startedAtMs === null || start === null ? pod : { ...pod, startedAtMs: start.startedAtMs };
  }

  return {
    read,
    readAll(wires) {
      const listed = new Set(wires.map(({ id }) => id));
      for (const known of [memories, starts]) {
        for (const id of known.keys()) if (!listed.has(id)) known.delete(id);
      }
      return wires.map(read);
    },
  };
}
