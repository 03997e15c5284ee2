/** Times of a pod in those of this machine: a pod's clock may be minutes off, and what is shown here is told by ours. */

export type PodClock = {
  /** What its clock shows now; null where it does not tell, and is then taken to be right. */
  shows(podNowMs: number | null): void;
  /** When that was, by our clock. What a pod tells of has happened, so never later than now; no date that a journal would not take. */
  ours(podMs: number): number;
};

export function createPodClock(nowMs: () => number): PodClock {
  let aheadMs = 0;
  return {
    shows(podNowMs) {
      aheadMs = podNowMs === null ? 0 : podNowMs - nowMs();
    },
    ours: (podMs) => Math.max(0, Math.min(podMs - aheadMs, nowMs())),
  };
}
