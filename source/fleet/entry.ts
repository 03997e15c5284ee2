/** A pod as it enters the fleet: nothing is known of it but what the API says. */
import type { PodEntry } from './fleet.ts';
import type { Pod } from './pod.ts';
import { emptySeries } from './series.ts';

export function emptyEntry(pod: Pod, atMs: number): PodEntry {
  return {
    pod,
    podAtMs: atMs,
    link: { kind: 'waiting', sinceMs: atMs },
    hello: null,
    sample: null,
    health: null,
    history: {
      gpuPercent: emptySeries(),
      gpuMemoryPercent: emptySeries(),
      cpuPercent: emptySeries(),
      memoryPercent: emptySeries(),
      diskPercent: emptySeries(),
      powerWatts: emptySeries(),
      receivedBytesPerSecond: emptySeries(),
      sentBytesPerSecond: emptySeries(),
      cardPercent: [],
    },
    containerSinceMs: null,
    idleSinceMs: null,
    pending: null,
  };
}
