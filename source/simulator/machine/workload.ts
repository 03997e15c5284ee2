/** What the programs of a pod do in one second. Everything that its machine prints follows from it. Shares run from 0 to 1. */
export type Workload = {
  /** Of the container's CPU limit. */
  readonly cpuShare: number;
  /** Of the scheduler's periods, those in which the quota ran out. */
  readonly throttledShare: number;
  /** Working set, of the container's memory limit. */
  readonly memoryShare: number;
  readonly cacheShare: number;
  /** Out-of-memory kills so far. With each the main program begins anew. */
  readonly oomKills: number;
  readonly rootDiskShare: number;
  readonly volumeShare: number;
  readonly readBytesPerSecond: number;
  readonly writtenBytesPerSecond: number;
  readonly receivedBytesPerSecond: number;
  readonly sentBytesPerSecond: number;
  readonly gpu: GpuWork;
  readonly site: SiteState;
  /** False while sshd cannot be reached. */
  readonly sshReachable: boolean;
};

export type GpuWork = {
  /** Share of the second in which a kernel ran, by card. */
  share(card: number): number;
  memoryShare(card: number): number;
  /** True where kernels only wait for a card that does not answer: busy by the clock, cold by the meter. */
  readonly waiting: boolean;
  readonly lostCard: number | null;
  /** Degrees above what the load explains, by a blocked fan or a warm room. */
  readonly addedCelsius: number;
};

/** `absent`: no site is configured, so nothing answers on its port. */
export type SiteState = 'ok' | 'failing' | 'hanging' | 'absent';

/** One second of one pod. Seconds before 0 are history and must work as well. */
export type WorkloadMoment = { readonly second: number; readonly seed: number; readonly gpuCount: number };

const idleGpus: GpuWork = {
  share: () => 0,
  memoryShare: () => 0.01,
  waiting: false,
  lostCard: null,
  addedCelsius: 0,
};

const megabyte = 1_000_000;

/** A pod that does next to nothing: what a role says nothing about stays as here. */
export const restingWorkload: Workload = {
  cpuShare: 0.02,
  throttledShare: 0,
  memoryShare: 0.06,
  cacheShare: 0.1,
  oomKills: 0,
  rootDiskShare: 0.34,
  volumeShare: 0.41,
  readBytesPerSecond: 0,
  writtenBytesPerSecond: 0.05 * megabyte,
  receivedBytesPerSecond: 0.004 * megabyte,
  sentBytesPerSecond: 0.006 * megabyte,
  gpu: idleGpus,
  site: 'ok',
  sshReachable: true,
};

/** The second's place in a cycle, also for seconds before 0. */
export function placeInCycle(second: number, cycleSeconds: number): number {
  return ((second % cycleSeconds) + cycleSeconds) % cycleSeconds;
}
