import type { Pod } from '../../fleet/pod.ts';
import type { CleanText } from './clean-text.ts';
import { filterNullRuntime, type RuntimeMemory } from './null-runtime-filter.ts';
import { toPod } from './pod.ts';
import type { PodWire } from './pod-wire.ts';

/** Turns pods of the wire into the fleet's, with a memory from one reading to the next. */
export type PodReader = {
  read(wire: PodWire): Pod;
  /** Reads the whole list and forgets pods that are not in it. */
  readAll(wires: readonly PodWire[]): readonly Pod[];
};

export function createPodReader({ clean, nowMs }: { clean: CleanText; nowMs: () => number }): PodReader {
  const memories = new Map<string, RuntimeMemory>();

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
    return toPod(wire, { clean, nowMs: atMs, runtime: filtered.runtime, runtimeReadAtMs: filtered.readAtMs });
  }

  return {
    read,
    readAll(wires) {
      const listed = new Set(wires.map(({ id }) => id));
      for (const id of memories.keys()) if (!listed.has(id)) memories.delete(id);
      return wires.map(read);
    },
  };
}
