/** Jobs as the screen and the command line see them: plain data, made by the reducer of this room alone. */
import type { JobEvent, JobVerdict, JobKind as PodJobKind } from '../../../pod-agent/protocol/job-events.ts';
import type { DeployRequest } from './deploy.ts';

/** Those of pods, and the one of a project. */
export type JobKind = PodJobKind | 'deploy';

/** What was asked for; running it again takes the same. */
export type JobArguments = {
  readonly isQuick?: boolean;
  readonly isForced?: boolean;
  readonly outwardUrl?: string | null;
  /** Also from outside, through RunPod's proxy. */
  readonly isOutside?: boolean;
  /** Of `fix`: the finding, and the command as the operator confirmed it. */
  readonly findingId?: string;
  readonly command?: string;
  readonly isDryRun?: boolean;
  /** Of `benchmark`: the kept run to compare with; absent: the last one. */
  readonly baseline?: string | null;
  /** Of `benchmark`: entries of the fingerprint that are meant to differ from the run it is compared with. */
  readonly expectChanged?: readonly string[];
  /** Of `benchmark`: the name under which the run is kept. */
  readonly saveAs?: string | null;
  /** Of `deploy`. */
  readonly deploy?: DeployRequest;
};

export type RunState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly sinceMs: number }
  /** The link to the pod is down while the job goes on there; it is found again. */
  | { readonly kind: 'parted'; readonly sinceMs: number; readonly reason: string }
  /** Asked nicely, told to end (TERM), or killed. */
  | { readonly kind: 'stopping'; readonly how: 'asked' | 'term' | 'kill'; readonly sinceMs: number }
  | {
      readonly kind: 'ended';
      readonly atMs: number;
      readonly verdict: JobVerdict;
      readonly text: string;
      readonly exitCode: number;
    }
  /** Nobody follows it: it was left in the pod, or the console died. */
  | { readonly kind: 'left'; readonly reason: string };

/** A job on one pod, or on one project. */
export type PodRun = {
  /** Of a deploy: `projectRunId` of its project, as no pod may be there yet. */
  readonly podId: string;
  /** Of a deploy: the project's name. */
  readonly podName: string;
  readonly state: RunState;
  /** Oldest first, at most `maxRunEvents`. */
  readonly events: readonly JobEvent[];
  readonly droppedCount: number;
  readonly progress: { readonly fraction: number; readonly text: string } | null;
  /** It runs in the pod and outlives a link, and this console. */
  readonly livesInPod: boolean;
};

export type Job = {
  /** Unique and sortable by time: it names the journal's file. */
  readonly id: string;
  /** As shown: #41. */
  readonly number: number;
  readonly kind: JobKind;
  readonly arguments: JobArguments;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly runs: readonly PodRun[];
  /** `journal`: of an earlier console, its events read only when it is opened. */
  readonly origin: 'here' | 'journal';
  readonly areEventsLoaded: boolean;
};

export type JobsSnapshot = {
  /** Newest first, at most `maxJobs`. */
  readonly jobs: readonly Job[];
};

/** What stands in the place of a pod's id. Ids of pods have no colon. */
export function projectRunId(projectFile: string): string {
  return `project:${projectFile}`;
}

export const maxJobs = 200;
export const maxRunEvents = 20_000;

export const noJobs: JobsSnapshot = { jobs: [] };

/** What may happen to jobs. */
export type JobsEvent =
  | { readonly kind: 'job-began'; readonly job: Job }
  | { readonly kind: 'run-state'; readonly jobId: string; readonly podId: string; readonly state: RunState }
  | {
      readonly kind: 'run-events';
      readonly jobId: string;
      readonly podId: string;
      readonly events: readonly JobEvent[];
    }
  | { readonly kind: 'run-lives-in-pod'; readonly jobId: string; readonly podId: string }
  | { readonly kind: 'jobs-loaded'; readonly jobs: readonly Job[] }
  | { readonly kind: 'events-loaded'; readonly job: Job };
