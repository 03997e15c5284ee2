/** Pods of REST v2 read one after another, with a memory. */
import type { Pod } from '../../fleet/pod.ts';
import type { CleanText } from '../clean-text.ts';
import { createPodMemory } from '../pod-memory.ts';
import type { KnownNames } from './known-names.ts';
import { toPod } from './pod.ts';
import type { PodWire, RuntimeWire } from './pod-wire.ts';

/** Turns pods of the wire into the fleet's, with a memory from one reading to the next. */
export type PodReader = {
  read(wire: PodWire): Pod;
  /** Reads the whole list and forgets pods that are not in it. */
  readAll(wires: readonly PodWire[]): readonly Pod[];
};

export type PodReaderOptions = {
  readonly clean: CleanText;
  readonly nowMs: () => number;
  readonly known: KnownNames;
};

export function createPodReader({ clean, nowMs, known }: PodReaderOptions): PodReader {
  const memory = createPodMemory<RuntimeWire>();

  function read(wire: PodWire): Pod {
    const atMs = nowMs();
    const reading = {
      podId: wire.id,
      isRunning: wire.status?.trim().toUpperCase() === 'RUNNING',
      lastStartedAt: wire.startedAt ?? null,
      runtime: reported(wire.runtime),
      atMs,
    };
    return memory.read(reading, ({ runtime, readAtMs }) =>
      toPod(wire, { clean, nowMs: atMs, runtime, runtimeReadAtMs: readAtMs, known }),
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

/** A runtime with nothing in it, as a pod has it that is being made, reports no container. */
function reported(runtime: RuntimeWire | null | undefined): RuntimeWire | null {
  if (runtime === null || runtime === undefined) return null;
  const isEmpty = typeof runtime.uptime !== 'number' && (runtime.ports?.length ?? 0) === 0;
  return isEmpty ? null : runtime;
}
