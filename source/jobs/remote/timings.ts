/** Every wait of following a job in a pod. */
import { jobBeatMs } from '../../../pod-agent/protocol/job-wire.ts';

export type RemoteTimings = {
  /** From the start of the agent to its hello: Node may begin slowly on a busy pod. */
  readonly helloTimeoutMs: number;
  /** So long without an event or a beat, and the link is made anew. */
  readonly silenceMs: number;
  readonly tickMs: number;
  /** A tick that comes this late means that the console itself stood still, and no pod is to blame. */
  readonly ownStallMs: number;
  readonly stopTimeoutMs: number;
  readonly giveTimeoutMs: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** How often a pod is tried before it is called unreachable, while the job has not been seen yet. */
  readonly firstTries: number;
  /** So long after the link was lost, and the job is given up. */
  readonly partedMs: number;
};

export const usualRemoteTimings: RemoteTimings = {
  helloTimeoutMs: 20_000,
  silenceMs: jobBeatMs * 12,
  tickMs: 500,
  ownStallMs: 2000,
  stopTimeoutMs: 15_000,
  giveTimeoutMs: 20_000,
  backoffFirstMs: 500,
  backoffMaxMs: 15_000,
  firstTries: 3,
  partedMs: 40 * 60_000,
};
