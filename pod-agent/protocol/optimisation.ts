/** The report of `pod-agent optimise`: what was tried, and what could be read afterwards. */

/**
 * Judged by what was read after the attempt, never by what a tool said of itself.
 *
 * - `applied`: it was not as wanted, and is now.
 * - `already`: it was as wanted before.
 * - `partial`: nearer to what is wanted than before, or as near as this container's limits let it be.
 * - `not-permitted`: refused, or reported as done without effect.
 * - `not-applicable`: the container has nothing of the kind.
 * - `failed`: it could not be read, or the attempt broke off for another reason than a refusal.
 * - `would-try`: not as wanted, and nothing was tried, since this was a dry run. In no other report.
 */
export type TuningStatus =
  | 'applied'
  | 'already'
  | 'partial'
  | 'not-permitted'
  | 'not-applicable'
  | 'failed'
  | 'would-try';

/** Whose setting it is: that of single processes, of the container, or of the host and all that run there. */
export type TuningScope = 'process' | 'container' | 'host';

export type TuningResult = {
  /** Such as `open-files`. */
  readonly id: string;
  readonly title: string;
  readonly status: TuningStatus;
  /** Short texts for people, such as `1024` or `64 MiB`; null is not known. */
  readonly before: string | null;
  readonly wanted: string;
  readonly after: string | null;
  readonly scope: TuningScope;
  /** One sentence: what was tried, how it was answered, what is read now. */
  readonly evidence: string;
  /** The system's name of the refusal, such as `EROFS`; null where there was none, or nobody named it. */
  readonly errno: string | null;
  /** What would make it so; null where there is nothing to do. */
  readonly fix: string | null;
  readonly tookMs: number;
};

export type OptimisationReport = {
  readonly schema: 1;
  /** When it began, by the pod's clock. */
  readonly atMs: number;
  readonly tookMs: number;
  /** True where nothing was tried: each status then says what holds, or that it would be tried. */
  readonly dryRun: boolean;
  /** In the order of the table; those that are done. */
  readonly tunings: readonly TuningResult[];
  /** Ids of those that were not done when this report was due; none in a complete one. */
  readonly unfinished: readonly string[];
};
