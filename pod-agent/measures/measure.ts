/** What a benchmark test is. Each is a record in a file of its own. */
import type { Host } from '../host/host.ts';
import type { TestResult } from '../protocol/benchmark-report.ts';
import type { JobEventBody } from '../protocol/job-events.ts';

export type MeasureId =
  | 'health-response'
  | 'app-performance'
  | 'static-assets'
  | 'concurrent-load'
  | 'resource-use'
  | 'network-throughput';

export type MeasureContext = {
  /** What is measured. `hostHeader` is sent as it stands. */
  readonly target: { readonly host: string; readonly port: number; readonly hostHeader: string };
  readonly healthPath: string;
  readonly isQuick: boolean;
  /** An URL outside that the operator gave for throughput; null: only the loopback is measured. */
  readonly outwardUrl: string | null;
  /** Files of the site itself that a page of HTML asks for, by their paths. */
  pathsIn(page: string): readonly string[];
  /** nginx's stub_status on the machine's loopback address; null where there is none. */
  readonly nginxStatusPort: number | null;
  /** For cgroup figures during the load. */
  readonly host: Host;
  /** Results of the tests before this one. */
  readonly earlier: ReadonlyMap<MeasureId, TestResult>;
  readonly signal: AbortSignal;
  /** Since the benchmark began. */
  elapsedMs(): number;
};

export type Measure = {
  readonly id: MeasureId;
  readonly title: string;
  /** Of a whole benchmark of 60 s, or of a quick one of 10 s. */
  readonly shareSeconds: { readonly full: number; readonly quick: number };
  run(context: MeasureContext): AsyncGenerator<JobEventBody, TestResult, void>;
};
