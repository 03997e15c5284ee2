/** What the console and the command line ask of jobs. Implemented by `createJobs`. */
import type { JobKind } from '../../pod-agent/protocol/job-events.ts';
import type { Pod } from '../fleet/pod.ts';
import type { DeployRequest } from './model/deploy.ts';
import type { JobArguments, JobsSnapshot } from './model/job.ts';

export type Jobs = {
  snapshot(): JobsSnapshot;
  /** Told within a tenth of a second of news. Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** One job, a run for each pod, side by side. @returns Its id. */
  start(request: {
    readonly kind: JobKind;
    readonly pods: readonly Pod[];
    readonly arguments: JobArguments;
  }): string;
  /** One job with one run, on the project. @returns Its id. */
  startDeploy(request: DeployRequest, project: { readonly name: string }): string;
  /** Asks; called again within the job's stopping, it goes on to TERM and then KILL. */
  stop(jobId: string): void;
  /** The same job with the same arguments on those of its pods that are still there. @returns Its id, or why not. */
  again(
    jobId: string,
  ): { readonly ok: true; readonly jobId: string } | { readonly ok: false; readonly reason: string };
  /** Reads the events of a past job from the journal. */
  load(jobId: string): void;
  /** Writes the job's output to a file. @returns Its path, or why not. */
  save(
    jobId: string,
  ): Promise<{ readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string }>;
  /** `leave`: what lives in the pod goes on there; all else is stopped. Resolves when the journal is on the disk. */
  close(how: 'stop' | 'leave'): Promise<void>;
};
