/** How a job of some kind is made in the pod. */
import type { LocalHost } from './host/local-host.ts';
import type { JobStream } from './protocol/job-events.ts';

export type JobContext = {
  /** The job itself. */
  readonly jobId: string;
  readonly beganAtMs: number;
  readonly host: LocalHost;
  /** What was given on standard input of `job give`; '' for nothing. */
  readonly given: string;
  /** See FixOptions. */
  readonly groupsFile: string;
  readonly signal: AbortSignal;
};

export type JobPlan = {
  /** It is nothing without what was given before. */
  readonly needsGiven: boolean;
  make(context: JobContext): Promise<JobStream>;
};

export type JobRecipe = {
  /** Its arguments, for the help text. */
  readonly usage: string;
  /**
   * Reads the arguments before anything is begun. What makes the job is loaded when it is made: an agent that only streams
   * stays as small as it is.
   *
   * @throws UsageError for arguments that it does not take.
   */
  read(args: readonly string[]): JobPlan;
};
