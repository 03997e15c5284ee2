/** The running health monitor: looks at the pod again and again, keeps the newest report and leaves it as a file. */
import type { AppCheck } from './health/judge.ts';
import type { Thresholds } from './health/thresholds.ts';
import { createHealthLook, type Looked } from './health-look.ts';
import type { Host } from './host/host.ts';
import { removeLeftovers, writeReport } from './outlets/report-file.ts';
import { everyBeat } from './pace.ts';
import type { SampleFrame } from './protocol/frames.ts';
import type { HealthReport } from './protocol/health-report.ts';
import { messageOf } from './protocol/one-line.ts';
import type { Sampler } from './sampler.ts';

export type Monitor = {
  /**
   * Looks now, after a look that is under way, and writes the file. Never rejects for the file: a full disk is what a
   * report may be about, so that the trouble is told and the report is there.
   */
  lookNow(): Promise<HealthReport>;
  /** Looks at once and then on every beat. Resolves after the signal, when the last look is over. */
  run(signal: AbortSignal): Promise<void>;
  /** null before the first look. */
  latest(): Looked | null;
};

export type MonitorOptions = {
  readonly host: Host;
  readonly sampler: Sampler;
  checkApp(): Promise<AppCheck>;
  readonly thresholds: Thresholds;
  readonly periodMs: number;
  readonly reportPath: string;
  /** Adds to each report what others than the judges know. */
  complete?(report: HealthReport): HealthReport;
  /** Called with each report, before it is written. */
  onReport?(report: HealthReport, sample: SampleFrame): void;
  /** What went wrong that no report tells. */
  onTrouble(text: string): void;
};

export function createMonitor(options: MonitorOptions): Monitor {
  const { host, reportPath, periodMs } = options;
  const look = createHealthLook(options);
  let newest: Looked | null = null;
  let last: Promise<unknown> = removeLeftovers(reportPath, host.wallMs());

  async function lookAndWrite(): Promise<HealthReport> {
    const judged = await look();
    const looked = { ...judged, report: options.complete?.(judged.report) ?? judged.report };
    newest = looked;
    options.onReport?.(looked.report, looked.sample);
    await writeReport(reportPath, looked.report).catch((error: unknown) => {
      options.onTrouble(`Cannot write the health report: ${messageOf(error)}`);
    });
    return looked.report;
  }

  function lookNow(): Promise<HealthReport> {
    // After the one before, however that went: two looks at once would share one sample and one state.
    const looking = last.then(lookAndWrite, lookAndWrite);
    last = looking;
    return looking;
  }

  return {
    lookNow,
    latest: () => newest,
    run(signal) {
      const pace = { intervalMs: periodMs, monotonicMs: () => host.monotonicMs(), signal };
      return everyBeat(pace, async () => {
        if (signal.aborted) return;
        await lookNow().catch((error: unknown) =>
          options.onTrouble(`Cannot look at the pod: ${messageOf(error)}`),
        );
      });
    },
  };
}
