/** What a pod may send of one job, over all connections: far above what any job of ours needs. */
import { createBudget } from '../../ssh/budget.ts';

export type FloodGuard = {
  /** Why the pod is not to be listened to any longer, or null. */
  bytes(count: number): string | null;
  line(): string | null;
  event(): string | null;
};

const bytesPerSecond = 512 * 1024;
const burstBytes = 24 * 1024 * 1024;
const linesPerSecond = 500;
const burstLines = 60_000;
/** The agent keeps fewer than 20,000. */
const maxEvents = 40_000;

export function createFloodGuard(monotonicMs: () => number): FloodGuard {
  const bytes = createBudget({ perSecond: bytesPerSecond, burst: burstBytes, monotonicMs });
  const lines = createBudget({ perSecond: linesPerSecond, burst: burstLines, monotonicMs });
  let events = 0;
  return {
    bytes: (count) =>
      bytes.spend(count) ? null : `the pod sends more than ${bytesPerSecond / 1024} kB a second.`,
    line: () => (lines.spend(1) ? null : `the pod sends more than ${linesPerSecond} lines a second.`),
    event() {
      events += 1;
      return events <= maxEvents ? null : `the pod tells of more than ${maxEvents} events.`;
    },
  };
}
