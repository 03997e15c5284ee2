/** One report after the other for the monitor and the check: sample, ask the application, judge. */
import { createHealthState, judgeHealth } from './health/evaluate.ts';
import type { AppCheck } from './health/judge.ts';
import type { Thresholds } from './health/thresholds.ts';
import type { Host } from './host/host.ts';
import { pause } from './pause.ts';
import type { SampleFrame } from './protocol/frames.ts';
import type { HealthReport } from './protocol/health-report.ts';
import type { Sampler } from './sampler.ts';

/** A report and the sample that was judged. */
export type Looked = { readonly report: HealthReport; readonly sample: SampleFrame };
export type HealthLook = () => Promise<Looked>;

export function createHealthLook(options: {
  readonly host: Host;
  readonly sampler: Sampler;
  readonly checkApp: () => Promise<AppCheck>;
  readonly thresholds: Thresholds;
  readonly periodMs: number;
}): HealthLook {
  const { host, sampler } = options;
  let state = createHealthState();
  let sequence = 0;
  return async () => {
    const startedMs = host.monotonicMs();
    const [sample, app] = await Promise.all([sampler.tick(), options.checkApp()]);
    const judged = judgeHealth({
      state,
      readings: sample,
      app,
      thresholds: options.thresholds,
      atMs: host.wallMs(),
      sequence: sequence++,
      periodMs: options.periodMs,
      tookMs: Math.max(0, host.monotonicMs() - startedMs),
      agent: sample.agent,
    });
    state = judged.state;
    return { report: judged.report, sample };
  };
}

/** Shares of CPU time are of the time between two samples. */
const betweenSamplesMs = 700;
/** Where there is no GPU tool, that is known by then. */
const gpuHeadStartMs = 150;
/** A driver may have to wake its cards first; one that does not answer is not waited for for ever. */
export const longestWakeMs = 12_000;

/** Takes samples until the next one has all that a report wants. */
export async function warmUp(sampler: Sampler, signal: AbortSignal): Promise<void> {
  await pause(gpuHeadStartMs, signal);
  let newest = await sampler.tick();
  const { atMs } = newest;
  while (!signal.aborted) {
    await pause(betweenSamplesMs, signal);
    if (newest.gpu !== undefined || newest.atMs - atMs > longestWakeMs) return;
    newest = await sampler.tick();
  }
}
