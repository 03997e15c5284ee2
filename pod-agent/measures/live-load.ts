/** A load whose slices are shown as they come: the points of the live chart. */
import type { LoadOptions, LoadResult, LoadTarget } from './engine/load.ts';
import { runLoad } from './engine/run-load.ts';
import type { MeasureContext } from './measure.ts';
import type { Emit } from './measured.ts';

export type LiveLoad = Pick<LoadOptions, 'connections' | 'durationMs' | 'warmUpMs' | 'requestsPerSecond'> & {
  readonly target: LoadTarget;
};

/** Twenty slices of a short load, forty of a long one: a comparison counts them, and each must hold some requests. */
const fewestSlices = 20;
const mostSlices = 40;
const shortestGoodSliceMs = 100;

export function runLiveLoad(context: MeasureContext, load: LiveLoad, emit: Emit): Promise<LoadResult> {
  const { target, ...options } = load;
  const wanted = Math.floor(load.durationMs / shortestGoodSliceMs);
  const slices = Math.min(mostSlices, Math.max(fewestSlices, wanted));
  return runLoad(target, {
    ...options,
    sliceMs: Math.max(1, load.durationMs / slices),
    signal: context.signal,
    onSlice({ requestsPerSecond, p50Ms, p99Ms }) {
      const point = { kind: 'point', elapsedMs: context.elapsedMs() } as const;
      emit({ ...point, series: 'requests per second', unit: 'req/s', value: requestsPerSecond });
      if (p50Ms !== null) emit({ ...point, series: 'p50', unit: 'ms', value: p50Ms });
      if (p99Ms !== null) emit({ ...point, series: 'p99', unit: 'ms', value: p99Ms });
    },
  });
}
