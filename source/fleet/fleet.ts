/** Everything the screen shows, as one immutable snapshot. Made by `reduceFleet` alone. */
import type { HelloFrame, SampleFrame } from '../../pod-agent/protocol/frames.ts';
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import type { Account } from './account.ts';
import type { Link } from './link.ts';
import type { FleetMoney } from './money.ts';
import type { Pod } from './pod.ts';
import type { PodAction } from './pod-action.ts';
import type { FleetAlerts } from './quiet.ts';
import type { Series } from './series.ts';
import type { WireStatus } from './wire.ts';

export type Fleet = {
  /** What is being watched: "demo", the account's e-mail, or "ssh". */
  readonly profile: string;
  readonly cloud: CloudStatus;
  /** How each wire behind the API stood when it was looked at last; empty before that, and where there is none. */
  readonly wires: readonly WireStatus[];
  /** When that was; null: never. */
  readonly wiresAtMs: number | null;
  readonly account: Account | null;
  readonly money: FleetMoney;
  readonly alerts: FleetAlerts;
  /** In the order in which they were first seen. */
  readonly pods: ReadonlyMap<string, PodEntry>;
  /** Oldest first, at most `maxReports`. */
  readonly reports: readonly ReportEntry[];
  /** Lines of the output pane, oldest first, at most `maxOutputLines`. */
  readonly output: readonly OutputLine[];
};

/** How the API stands. `absent`: there is none, only hosts given by hand. */
export type CloudStatus =
  | { readonly kind: 'absent' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'live'; readonly answeredAtMs: number }
  | {
      readonly kind: 'failing';
      readonly sinceMs: number;
      readonly answeredAtMs: number | null;
      readonly reason: string;
      readonly hint: string;
    };

export type PodEntry = {
  readonly pod: Pod;
  /** When the API (or the configuration) last spoke of it, by the console's clock. */
  readonly podAtMs: number;
  readonly link: Link;
  readonly hello: HelloFrame | null;
  readonly sample: { readonly frame: SampleFrame; readonly receivedAtMs: number } | null;
  readonly health: {
    readonly report: HealthReport;
    readonly source: 'monitor' | 'stream';
    readonly receivedAtMs: number;
  } | null;
  readonly history: PodHistory;
  /** When this console saw the container being started or made anew; null where it was there before. */
  readonly containerSinceMs: number | null;
  /** Since when every card has been idle (under 5 % utilisation); null when not, or not known. */
  readonly idleSinceMs: number | null;
  /** What the operator has asked for and the API has not shown yet. */
  readonly pending: { readonly action: PodAction; readonly sinceMs: number } | null;
};

/** The figures kept for ten minutes. Percentages 0 to 100; rates in bytes per second. */
export type PodHistory = {
  readonly gpuPercent: Series;
  readonly gpuMemoryPercent: Series;
  readonly cpuPercent: Series;
  readonly memoryPercent: Series;
  readonly diskPercent: Series;
  readonly powerWatts: Series;
  readonly receivedBytesPerSecond: Series;
  readonly sentBytesPerSecond: Series;
  /** Utilisation by card index. */
  readonly cardPercent: readonly Series[];
};

export type ReportLevel = 'ok' | 'info' | 'warn' | 'fail' | 'unknown';

/** One line of the health stream. Repeats of the same fingerprint in a row of events are counted, not repeated. */
export type ReportEntry = {
  readonly id: number;
  readonly atMs: number;
  readonly level: ReportLevel;
  readonly podId: string | null;
  readonly podName: string;
  /** What it is about, e.g. "gpu", "link", "app". */
  readonly subject: string;
  readonly text: string;
  readonly fingerprint: string;
  readonly count: number;
};

export type OutputLine = {
  readonly id: number;
  readonly atMs: number;
  readonly level: 'info' | 'ok' | 'warn' | 'error';
  readonly text: string;
};

export const maxReports = 500;
export const maxOutputLines = 1000;
