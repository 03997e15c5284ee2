/** What every pod of a simulation shares. */
import type { Clock } from '../../base/clock.ts';
import type { Timings } from './life.ts';

export type PodSurroundings = {
  readonly clock: Clock;
  readonly timings: Timings;
  /** The address on which its servers listen. */
  readonly host: string;
};
