/** What was asked for as a pod was rented: that it is stopped, or ended, at a certain time, whether anybody is there or not. */
import type { Clock } from '../../base/clock.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';

export type Guards = {
  /** null: never. A time that has passed is carried out at once. */
  watch(pod: CloudPod, at: { readonly stopMs: number | null; readonly terminateMs: number | null }): void;
  close(): void;
};

/** A timer cannot wait for longer than 24 days, and a clock may be set meanwhile. */
const longestWaitMs = 60_000;

export function createGuards(clock: Clock): Guards {
  const timers = new Set<NodeJS.Timeout>();

  function at(dueMs: number, act: () => void): void {
    const leftMs = dueMs - clock.wallMs();
    if (leftMs <= 0) {
      act();
      return;
    }
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        at(dueMs, act);
      },
      Math.min(leftMs, longestWaitMs),
    );
    timers.add(timer);
  }

  return {
    watch(pod, { stopMs, terminateMs }) {
      if (stopMs !== null) at(stopMs, () => pod.stop('Exited by Runpod'));
      if (terminateMs !== null)
        at(terminateMs, () => {
          if (!pod.life().terminated) pod.terminate();
        });
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
