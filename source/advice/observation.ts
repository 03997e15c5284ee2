/** What is kept of one minute of a pod: the measured history that advice is made from. */

export type Observation = {
  /** Beginning of the minute, by the console's clock. */
  readonly atMs: number;
  readonly sampleCount: number;
  /** Mean share of the CPU limit. */
  readonly cpuPercent: number | null;
  /** CPUs that the pod may use. */
  readonly limitCores: number | null;
  /** Mean of the busiest process, in CPUs. */
  readonly busiestProcessCores: number | null;
  /** Greatest share of the memory limit. */
  readonly memoryPercent: number | null;
  readonly cardCount: number | null;
  /** Mean over the cards and the minute. */
  readonly gpuPercent: number | null;
  /** The most cards that did something at once. */
  readonly busyCardCount: number | null;
  /** Median time in which the application answered the health check. */
  readonly responseMs: number | null;
  /** The most TCP sockets in use. */
  readonly socketCount: number | null;
};

/** Six hours: what an operator remembers of a pod, and no more than fits in memory for hundreds. */
export const maxObservations = 360;

export const observationMs = 60_000;

/** A card under this does nothing worth paying for. */
export const busyCardPercent = 5;
