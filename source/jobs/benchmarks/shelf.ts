/** Where reports of benchmarks are kept, by pod: the last ones, and those that were given a name. */
import type { BenchmarkReport, Comparison } from '../../../pod-agent/protocol/benchmark-report.ts';

export type KeptReport = {
  /** null: kept as one of the last runs. */
  readonly name: string | null;
  readonly report: BenchmarkReport;
  /** Of the comparison with the run before it; absent: there was none, or an earlier console kept it. */
  readonly verdict?: Comparison['verdict'];
};

export type BenchmarkShelf = {
  /** Newest last. What cannot be read is left out. */
  reports(podId: string): Promise<readonly KeptReport[]>;
  /** A name is given to one report at a time: the newest takes it. @returns Why not, or null. */
  keep(podId: string, kept: KeptReport): Promise<string | null>;
};
