/** Health for the stream: the report of a running monitor where there is one, else checks of its own. */
import { createHealthState, judgeHealth } from './health/evaluate.ts';
import type { AppCheck } from './health/judge.ts';
import { defaultThresholds, type Thresholds, withoutWaiting } from './health/thresholds.ts';
import { longestWakeMs } from './health-look.ts';
import type { Host } from './host/host.ts';
import { asUnknown, freshnessOf } from './outlets/report-age.ts';
import { decodeFrame } from './protocol/codec.ts';
import type { HealthFrame, SampleFrame } from './protocol/frames.ts';
import type { HealthReport } from './protocol/health-report.ts';

export type HealthWatch = {
  /** @returns What is new since the last look, or null. Never rejects. */
  look(sample: SampleFrame | null): Promise<HealthFrame | null>;
};

export type HealthWatchOptions = {
  readonly host: Host;
  readonly reportPath: string;
  checkApp(): Promise<AppCheck>;
  /** Left out: the defaults. */
  readonly thresholds?: Thresholds;
  /** The first report is a verdict of its own: see StreamOptions.look. */
  readonly look?: boolean;
};

const periodMs = 30_000;
/** The verdict stands where the application has failed: cards are not waited for longer than it was. */
const wakeBesideFailureMs = 5_000;

export function createHealthWatch(options: HealthWatchOptions): HealthWatch {
  const { host, thresholds: usual = defaultThresholds } = options;
  let sequence = 0;
  let state = createHealthState();
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  /** Which report, in which freshness, was sent last. */
  let followed = '';
  let wantsVerdict = options.look === true;
  /** Asked while the first samples are taken: one that hangs takes seconds to be known as such. */
  let earlyAnswer = wantsVerdict ? options.checkApp() : null;
  let isAppDown = false;
  void earlyAnswer?.then(({ kind }) => {
    isAppDown = kind === 'failed';
  });
  const beganMs = host.monotonicMs();
  /** The number of the first sample that had GPU figures. */
  let gpuSinceSequence: number | null = null;

  async function look(sample: SampleFrame | null): Promise<HealthFrame | null> {
    const report = await readReport(host, options.reportPath);
    const freshness = report === null ? 'abandoned' : freshnessOf(report, host.wallMs());
    // A report that says no more than that it is old is no verdict.
    const isFollowed = wantsVerdict ? freshness === 'fresh' : freshness !== 'abandoned';
    if (report !== null && isFollowed) return follow(report, freshness === 'stale');
    followed = '';
    // Shares of CPU time need two samples, and a first report full of unknowns helps nobody.
    if (sample === null || sample.cpu?.usedPercent === null) return null;
    if (wantsVerdict) return hasSeenGpus(sample) ? giveVerdict(sample) : null;
    return host.monotonicMs() - checkedAtMs >= periodMs ? check(sample) : null;
  }

  /** What rarely changes about a card, such as its memory errors, is asked beside its figures and comes a sample later. */
  function hasSeenGpus(sample: SampleFrame): boolean {
    if (sample.gpu !== undefined) gpuSinceSequence ??= sample.sequence;
    const hasWaited = host.monotonicMs() - beganMs > (isAppDown ? wakeBesideFailureMs : longestWakeMs);
    return hasWaited || (gpuSinceSequence !== null && sample.sequence > gpuSinceSequence);
  }

  async function giveVerdict(sample: SampleFrame): Promise<HealthFrame> {
    wantsVerdict = false;
    const frame = await check(sample, withoutWaiting(usual));
    // From here on it is watched whether things last, and nothing has lasted yet.
    state = createHealthState();
    return frame;
  }

  function follow(report: HealthReport, isStale: boolean): HealthFrame | null {
    const nowMs = host.wallMs();
    const version = `${report.atMs} ${report.sequence} ${isStale ? Math.floor(nowMs / periodMs) : 'fresh'}`;
    if (version === followed) return null;
    followed = version;
    wantsVerdict = false;
    earlyAnswer = null;
    const shown = isStale ? asUnknown(report, nowMs) : report;
    return { kind: 'health', sequence: sequence++, source: 'monitor', report: shown };
  }

  async function check(sample: SampleFrame, thresholds = usual): Promise<HealthFrame> {
    checkedAtMs = host.monotonicMs();
    const app = await (earlyAnswer ?? options.checkApp());
    earlyAnswer = null;
    const judged = judgeHealth({
      state,
      readings: sample,
      app,
      thresholds,
      atMs: host.wallMs(),
      sequence,
      periodMs,
      tookMs: Math.max(0, host.monotonicMs() - checkedAtMs),
      agent: sample.agent,
    });
    state = judged.state;
    return { kind: 'health', sequence: sequence++, source: 'stream', report: judged.report };
  }

  return { look };
}

/** The codec checks the report as it would on the wire; one that is not whole or not ours counts as none. */
async function readReport(host: Host, path: string): Promise<HealthReport | null> {
  const answer = await host.answer({ kind: 'file', id: 'report', cadence: 'hot', path });
  if (!answer.ok) return null;
  const decoded = decodeFrame(`{"kind":"health","sequence":0,"source":"monitor","report":${answer.text}}`);
  return decoded.ok && decoded.frame.kind === 'health' ? decoded.frame.report : null;
}
