/** The sizes of network volumes, which pods do not tell. */
import type { KnownNames } from './known-names.ts';
import { askAll } from './list.ts';
import { networkVolumes } from './network-volumes.ts';
import type { PodWire } from './pod-wire.ts';
import type { Wire } from './wire.ts';

export type VolumeSizes = {
  /** Where a pod has a network volume whose size nobody told, asks for the volumes, seldom. What fails stays unknown. */
  learnFor(pods: readonly PodWire[], signal: AbortSignal | undefined): Promise<void>;
};

/** So long it is not asked again, whether it was answered or not. */
const pauseMs = 600_000;
const longestWaitMs = 3000;

export function createVolumeSizes({
  wire,
  known,
  nowMs,
}: {
  wire: Wire;
  known: KnownNames;
  nowMs: () => number;
}): VolumeSizes {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return {
    async learnFor(pods, signal) {
      const ids = pods.flatMap(({ mounts }) => (mounts?.network ?? []).map((each) => each?.volumeId));
      const isMissing = ids.some((id) => typeof id === 'string' && known.volumeGigabytes(id) === null);
      if (!isMissing || nowMs() - askedAtMs < pauseMs) return;
      askedAtMs = nowMs();
      // The list of pods waits for it, so it is not waited for long.
      const short = AbortSignal.any([
        ...(signal === undefined ? [] : [signal]),
        AbortSignal.timeout(longestWaitMs),
      ]);
      const volumes = await askAll(wire, { list: networkVolumes, input: null, signal: short });
      if (volumes.ok) known.learnVolumes(volumes.value);
    },
  };
}
