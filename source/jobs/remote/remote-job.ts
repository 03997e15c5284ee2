/** A job in a pod as the console sees it: what is asked for, what is told on the way, and how it can end. */
import type { JobEvent, JobKind } from '../../../pod-agent/protocol/job-events.ts';
import type { StopHow } from '../../../pod-agent/protocol/job-wire.ts';
import type { Clock } from '../../base/clock.ts';
import type { SshFailure } from '../../ssh/failure.ts';
import type { PodDoors } from '../../ssh/pod-door.ts';
import type { LinkTarget } from '../../ssh/telemetry.ts';
import type { RemoteTimings } from './timings.ts';

export type RemoteJobOptions = {
  readonly doors: PodDoors;
  /** Asked anew before each connection, since a pod may move. null: it has no address now. */
  readonly target: () => LinkTarget | null;
  /** 8 to 64 of a-z, 0-9 and -: the same again finds the same job. */
  readonly jobId: string;
  readonly kind: JobKind;
  /** Words for the agent, as `remoteArguments` gives them. */
  readonly arguments: readonly string[];
  /** What is not to stand in a process list: the command line of a `fix`. null for nothing. */
  readonly input: string | null;
  /** The last event that the caller has; 0 for none. */
  readonly after: number;
  /** It was begun before, by this console or an earlier one: it is followed, and never begun anew. */
  readonly isKnown: boolean;
  /** Ends the following, not the job. */
  readonly signal: AbortSignal;
  /** Each event exactly once and in order, checked and made safe. */
  onEvent(event: JobEvent): void;
  /** It is there and is being followed: at first, and again after each time it was parted from. */
  onFound(found: RemoteFound): void;
  /** The link is lost, and the job goes on in the pod. Told once, until it is found again. */
  onParted(reason: string): void;
  /** For the operator: what was lost or done in another way. */
  onNote(level: 'info' | 'warn', text: string): void;
  readonly timings?: Partial<RemoteTimings>;
  readonly clock?: Pick<Clock, 'monotonicMs'>;
  /** 0 up to 1. */
  readonly random?: () => number;
};

export type RemoteFound = {
  /** It was begun by this very call. */
  readonly isNew: boolean;
  readonly pid: number | null;
  readonly bootId: string | null;
  readonly agentVersion: string;
  /** The pod's clock a moment ago; null where it does not tell. */
  readonly podNowMs: number | null;
};

export type RemoteJobEnd =
  /** The verdict was the last event that was handed on. */
  | { readonly kind: 'verdict' }
  /** Following was ended by the signal; the job goes on. */
  | { readonly kind: 'left' }
  /** The pod was started anew, or keeps the job no more: nobody can tell how it ended. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** There is no Node of 18 or later: no agent can run there. */
  | { readonly kind: 'no-agent' }
  /** The job was not begun, as far as anybody knows. */
  | { readonly kind: 'unreachable'; readonly failure: SshFailure }
  /** The agent does not take it, or the pod sends what cannot be used. */
  | { readonly kind: 'refused'; readonly reason: string };

export type RemoteJob = {
  /** Never rejects. Every connection is closed by then. */
  readonly ended: Promise<RemoteJobEnd>;
  /**
   * Tells the job in the pod. While the link is down it is told as soon as it is found again.
   *
   * @returns Why it could not be told, or null.
   */
  stop(how: StopHow): Promise<string | null>;
};
