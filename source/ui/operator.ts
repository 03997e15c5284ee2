import type { JobKind } from '../../pod-agent/protocol/job-events.ts';
import type { DeployRequest } from '../jobs/model/deploy.ts';
import type { JobArguments } from '../jobs/model/job.ts';

/** What the screen may ask for. Handed in: the screen itself can reach nothing. */
export type Operator = {
  startPod(podId: string): void;
  stopPod(podId: string): void;
  /** Drop the backoff of this pod's link and try at once. */
  retryLink(podId: string): void;
  /** Ask the API now. */
  refresh(): void;
  /** Repaint every cell, for a screen that something else has written on. */
  repaint(): void;
  suspend(): void;
  /** What becomes of jobs that run: `stop` ends them all, `leave` lets those go on that live in a pod. */
  quit(jobs: 'stop' | 'leave'): void;
  /** One job, a run for each pod. It becomes the newest of the jobs' snapshot. */
  startJob(request: {
    readonly kind: JobKind;
    readonly podIds: readonly string[];
    readonly arguments: JobArguments;
  }): void;
  /** Asks; called again, it goes on to TERM, then KILL. */
  stopJob(jobId: string): void;
  /** The same job once more. */
  repeatJob(jobId: string): void;
  /** Reads the events of a job of an earlier console. */
  loadJob(jobId: string): void;
  /** Writes its output to a file, and says where. */
  saveJob(jobId: string): void;
  /** Reads the projects and releases anew, and asks for GPUs and prices. The answers come with the snapshot of deploys. */
  readDeploys(): void;
  /** What that deploy would do; the answer comes as `plan` of the snapshot of deploys. */
  planDeploy(request: DeployRequest): void;
  /** It becomes the newest of the jobs' snapshot. Also for a rollback, a resume and an abort. */
  startDeploy(request: DeployRequest): void;
  /** Put text on the operator's clipboard (OSC 52). */
  copy(text: string): void;
};
