/** Whether the figures of a run are the generator's own, and not the server's. */
import type { GeneratorCost } from './generator-watch.ts';
import type { Latency } from './load.ts';
import type { Pace } from './pace.ts';

const busyCpuPercent = 90;
/** A loop that hardly ever waits is the bottleneck, also where the processor is shared and its own use stays lower. */
const busyLoopShare = 0.97;
/** What timers alone are late by. */
const usualLoopDelayMs = 3;

type HeldUp = Pick<Pace, 'heldUpCount' | 'heldUpMs'>;

export function closedLoopIsLimited(cost: GeneratorCost): boolean {
  return cost.cpuPercent >= busyCpuPercent || cost.busyShare >= busyLoopShare;
}

/**
 * A delay of the generator's own matters only beside the latencies that it is in: the rarest that a run tells of. Where 1 %
 * of few answers is not told, neither does a delay count that only 1 % of them had.
 */
export function openLoopIsLimited(cost: GeneratorCost, pace: HeldUp, latency: Latency): boolean {
  const tail =
    latency.p99Ms === null
      ? { ms: latency.p90Ms, delayMs: cost.loopDelayP90Ms, share: 0.1 }
      : { ms: latency.p99Ms, delayMs: cost.loopDelayP99Ms, share: 0.01 };
  const isDelayed = tail.delayMs > usualLoopDelayMs && tail.delayMs > tail.ms / 2;
  const isHeldUp =
    pace.heldUpCount > latency.count * tail.share && pace.heldUpMs / pace.heldUpCount > tail.ms / 2;
  return isDelayed || isHeldUp;
}
