/** A job as it is asked for. */
import type { JobKind } from '../../../pod-agent/protocol/job-events.ts';
import type { JobArguments } from '../../jobs/model/job.ts';

export type JobRequest = {
  readonly kind: JobKind;
  readonly podIds: readonly string[];
  readonly arguments: JobArguments;
};
