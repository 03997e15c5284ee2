import type { Pod } from '../../fleet/pod.ts';
import type { CleanText } from '../clean-text.ts';
import { createPodMemory } from '../pod-memory.ts';
import { toPod } from './pod.ts';
import type { PodWire, RuntimeWire } from './pod-wire.ts';

/** Turns pods of the wire into the fleet's, with a memory from one reading to the next. */
export type PodReader = {
  read(wire: PodWire): Pod;
  /** Reads the whole list and forgets pods that are not in it. */
  readAll(wires: readonly PodWire[]): readonly Pod[];
};

export function createPodReader({ clean, nowMs }: { clean: CleanText; nowMs: () => number }): PodReader {
  const memory = createPodMemory<RuntimeWire>();

  function read(wire: PodWire): Pod {
    const atMs = nowMs();
    const reading = {
      podId: wire.id,
      isRunning: wire.desiredStatus?.trim().toUpperCase() === 'RUNNING',
      lastStartedAt: wire.lastStartedAt ?? null,
      runtime: wire.runtime ?? null,
      atMs,
    };
    return memory.read(reading, ({ runtime, readAtMs }) =>
      toPod(wire, { clean, nowMs: atMs, runtime, runtimeReadAtMs: readAtMs }),
    );
  }

  return {
    read,
    readAll(wires) {
      memory.keepOnly(wires.map(({ id }) => id));
      return wires.map(read);
    },
  };
}
