/** How often the GPU tool is asked for what, and how long it is waited for. */
import { warmEveryMs } from './host/host.ts';

export type GpuPeriods = {
  readonly warmMs: number;
  readonly loopAgainMs: number;
  readonly toolAgainMs: number;
  /** Between questions to a tool that gives no figures. */
  readonly failedAgainMs: number;
  /** The first beat wakes the cards: seconds on a machine of eight without persistence mode. */
  readonly firstBeatMs: number;
  /** After which a loop that was told to end counts as hanging. */
  readonly hangingMs: number;
};

export const usualGpuPeriods: GpuPeriods = {
  warmMs: warmEveryMs,
  loopAgainMs: 300_000,
  toolAgainMs: 60_000,
  failedAgainMs: 10_000,
  firstBeatMs: 15_000,
  hangingMs: 5_000,
};
