/** How far two runs have to lie apart before the change matters, and is more than the machine does by itself. Pure. */
import { singleConnection } from './throughput-name.ts';

/** A change that is smaller does not matter to anybody, however certain it is. */
const leastChangePercent = 5;
/**
 * A series of a quick run lasts about a second, and all its slices see the one state in which the host happens to be. They
 * cannot tell that state from a change of the pod; enough earlier runs can. Of pairs of quick runs on an unchanged server and
 * a busy machine, one in five had a series worse by half, and one in twenty by this factor.
 */
const leastLoneQuickFactor = 2;
const enoughEarlierRuns = 3;
/** On the loopback a fraction of a millisecond is how soon the scheduler wakes the two sides. */
const leastChangeMs = 0.5;

export type Circumstances = {
  readonly isQuick: boolean;
  /** Comparable ones that have the series, besides the two. */
  readonly earlierRuns: number;
};

export type Change = {
  readonly name: string;
  readonly unit: string;
  readonly medianBefore: number;
  readonly medianAfter: number;
  /** Of Hodges and Lehmann, in percent of the median before. */
  readonly changePercent: number;
};

export function isLargeEnough(change: Change, { isQuick, earlierRuns }: Circumstances): boolean {
  const factor = 1 + change.changePercent / 100;
  const isLone = isQuick && earlierRuns < enoughEarlierRuns;
  if (isLone && factor < leastLoneQuickFactor && factor > 1 / leastLoneQuickFactor) return false;
  return (
    Math.abs(change.changePercent) >= leastChangePercent && Math.abs(changeMsOf(change)) >= leastChangeMs
  );
}

/**
 * Whether the pod had such a value before. A few runs do not show all that it may come to: half of how far they lie apart is
 * added at either end.
 */
export function isUsual(median: number, earlier: readonly number[]): boolean {
  const [least, most] = [Math.min(...earlier), Math.max(...earlier)];
  const margin = (most - least) / 2;
  return median >= least - margin && median <= most + margin;
}

/** Of an answer's time; what no time can be told of is large enough. */
function changeMsOf({ name, unit, medianBefore, medianAfter, changePercent }: Change): number {
  if (unit === 'ms') return (changePercent / 100) * medianBefore;
  return name === singleConnection ? 1000 / medianAfter - 1000 / medianBefore : Number.POSITIVE_INFINITY;
}
