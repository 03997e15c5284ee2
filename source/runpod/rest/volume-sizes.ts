/** The sizes of network volumes, which pods do not tell. */
import type { CloudResult } from '../cloud.ts';
import type { KnownNames } from './known-names.ts';
import { askAll } from './list.ts';
import { networkVolumes } from './network-volumes.ts';
import type { PodWire } from './pod-wire.ts';
import type { Wire } from './wire.ts';

export type VolumeSizes = {
  /**
   * Gives the list of pods when it has come. Where a pod in it has a network volume whose size nobody told, the volumes are
   * asked for, seldom: after the list, or beside one that is slow. What fails stays unknown.
   */
  learnBeside(
    listing: Promise<CloudResult<readonly PodWire[]>>,
    signal: AbortSignal | undefined,
  ): Promise<CloudResult<readonly PodWire[]>>;
};

/** So long it is not asked again, whether it was answered or not. */
const pauseMs = 600_000;
/** The list of pods waits for it, so it is not waited for long. */
const longestWaitMs = 3000;
/** Most accounts need no volumes for their list, so it is asked for them unseen only where that saves a wait. */
const slowAfterMs = 1000;

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
  let mayBeMissing = true;

  const isMissing = (pods: readonly PodWire[]): boolean =>
    pods
      .flatMap(({ mounts }) => (mounts?.network ?? []).map((each) => each?.volumeId))
      .some((id) => typeof id === 'string' && known.volumeGigabytes(id) === null);

  async function ask(signal: AbortSignal): Promise<void> {
    askedAtMs = nowMs();
    const volumes = await askAll(wire, { list: networkVolumes, input: null, signal });
    if (volumes.ok) known.learnVolumes(volumes.value);
  }

  return {
    async learnBeside(listing, outer) {
      const enough = new AbortController();
      const signal = AbortSignal.any([enough.signal, ...(outer === undefined ? [] : [outer])]);
      let asking: Promise<void> | null = null;
      const start = (): void => {
        if (asking === null && nowMs() - askedAtMs >= pauseMs) asking = ask(signal);
      };
      const slow = setTimeout(() => mayBeMissing && start(), slowAfterMs);
      const listed = await listing;
      clearTimeout(slow);
      const isWanted = listed.ok && isMissing(listed.value);
      if (isWanted) start();
      const late = setTimeout(() => enough.abort(), isWanted ? longestWaitMs : 0);
      await asking;
      clearTimeout(late);
      if (!isWanted && asking !== null) askedAtMs = Number.NEGATIVE_INFINITY;
      if (listed.ok) mayBeMissing = isMissing(listed.value);
      return listed;
    },
  };
}
