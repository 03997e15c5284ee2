/** A pod's way from rented to running to stopped, as RunPod tells of it: pure, and a function of time. */

/** How long each step takes, in milliseconds. */
export type Timings = {
  /** Image pull, create and boot of an ordinary start. */
  readonly containerMs: number;
  /** The same for the pod that starts slowly. */
  readonly slowContainerMs: number;
  /** From the container's start until the host has published its ports. */
  readonly portsMs: number;
  /** From then until sshd answers. */
  readonly sshdMs: number;
  /** How long a stopped pod keeps its last runtime. */
  readonly staleRuntimeMs: number;
  /** How long after a start the port of the run before is still shown. */
  readonly stalePortMs: number;
  /** How long a pod just made is missing in the list. */
  readonly listLagMs: number;
  /** From a start to RunPod's giving up on an image that it cannot pull. */
  readonly pullFailureMs: number;
  /** How long a container lives that ends by itself, and until it is started again. */
  readonly crashAfterMs: number;
  readonly restartMs: number;
  /** How long after its last use a template cannot be deleted. */
  readonly templateUseMs: number;
  /** How long the proxy waits for a pod's answer. */
  readonly proxyMs: number;
};

export const usualTimings: Timings = {
  containerMs: 6000,
  slowContainerMs: 38_000,
  portsMs: 3000,
  sshdMs: 1500,
  staleRuntimeMs: 20_000,
  stalePortMs: 12_000,
  listLagMs: 2000,
  pullFailureMs: 6000,
  crashAfterMs: 4000,
  restartMs: 1500,
  templateUseMs: 120_000,
  proxyMs: 100_000,
};

/** One run of the container, from being asked for to being stopped. Times are wall-clock milliseconds. */
export type Run = {
  readonly number: number;
  readonly gpuCount: number;
  readonly askedAtMs: number;
  readonly containerAtMs: number;
  readonly portsAtMs: number;
  readonly stoppedAtMs: number | null;
};

export type Life = {
  readonly desiredStatus: 'RUNNING' | 'EXITED';
  readonly terminated: boolean;
  /** The API's free text. */
  readonly statusChange: string;
  /** The last run, whether it still goes on or not; null for a pod that has not run since the simulation began. */
  readonly run: Run | null;
};

export type Phase =
  | 'stopped'
  /** Asked to run; no container has been reported. */
  | 'creating'
  /** The container runs; its ports are not published. */
  | 'unmapped'
  | 'mapped';

export function phaseOf(life: Life, nowMs: number): Phase {
  if (life.desiredStatus === 'EXITED' || life.run === null) return 'stopped';
  if (nowMs < life.run.containerAtMs) return 'creating';
  return nowMs < life.run.portsAtMs ? 'unmapped' : 'mapped';
}

export function beginRun(options: {
  readonly life: Life;
  readonly nowMs: number;
  readonly gpuCount: number;
  readonly timings: Timings;
  /** From the request to the container. */
  readonly containerMs: number;
  readonly statusChange: string;
}): Life {
  const { life, nowMs, timings } = options;
  const containerAtMs = nowMs + options.containerMs;
  return {
    ...life,
    desiredStatus: 'RUNNING',
    statusChange: options.statusChange,
    run: {
      number: (life.run?.number ?? 0) + 1,
      gpuCount: options.gpuCount,
      askedAtMs: nowMs,
      containerAtMs,
      portsAtMs: containerAtMs + timings.portsMs,
      stoppedAtMs: null,
    },
  };
}

export function endRun(life: Life, nowMs: number, statusChange: string): Life {
  const run = life.run === null ? null : { ...life.run, stoppedAtMs: nowMs };
  return { ...life, desiredStatus: 'EXITED', statusChange, run };
}

/**
 * Seconds since the container's start as the API has them: below zero for the first moments, when the host's clock and
 * the API's do not agree yet; and still climbing for a while after the stop.
 */
export function reportedUptimeSeconds(run: Run, nowMs: number): number {
  const elapsedSeconds = Math.floor((nowMs - run.containerAtMs) / 1000);
  return elapsedSeconds < 5 ? elapsedSeconds - 3 : elapsedSeconds;
}

/** A stopped pod's runtime stays to be seen for a while. */
export function hasStaleRuntime(life: Life, nowMs: number, timings: Timings): boolean {
  const stoppedAtMs = life.run?.stoppedAtMs ?? null;
  if (life.desiredStatus !== 'EXITED' || life.run === null || stoppedAtMs === null) return false;
  return stoppedAtMs >= life.run.containerAtMs && nowMs - stoppedAtMs < timings.staleRuntimeMs;
}

/** As JavaScript prints a date in UTC: what RunPod's status texts end in. */
export function statusDate(atMs: number): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(atMs)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day} ${year} ${time} GMT+0000 (Coordinated Universal Time)`;
}
