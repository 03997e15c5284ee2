/** What every pod of a simulation shares. */
import type { Clock } from '../../base/clock.ts';
import type { AccountView } from './account-view.ts';
import type { Timings } from './life.ts';
import type { Pulls } from './pulls.ts';

export type PodSurroundings = {
  readonly clock: Clock;
  readonly timings: Timings;
  /** The address on which its servers listen. */
  readonly host: string;
  readonly pulls: Pulls;
  readonly account: AccountView;
};
