/** What a kind of job is: how it runs on one pod. Each is a record in a file of its own. */
import type { JobEvent, JobEventBody, JobKind } from '../../../pod-agent/protocol/job-events.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { Cloud } from '../../runpod/cloud.ts';
import type { PodDoors } from '../../ssh/pod-door.ts';
import type { LinkTarget } from '../../ssh/telemetry.ts';
import type { BenchmarkShelf } from '../benchmarks/shelf.ts';
import type { Remote } from '../journal/read-journal.ts';
import type { JobArguments } from '../model/job.ts';
import type { ProxyUrlOf } from '../outside/proxy-url.ts';
import type { StopHandler } from '../stopping.ts';

/** What the runner gives to every run, whatever it runs on. */
export type RunHandles = {
  /** Aborted when the run has to let go of all it holds. */
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** The findings and reports that the run has told until now, an earlier console's among them. */
  results(): readonly JobEvent[];
  /** From now on it outlives the link and this console. */
  livesInPod(remoteId: string): void;
  parted(reason: string): void;
  rejoined(): void;
  /** Who is asked when the operator stops the run. Without anybody, the signal is aborted instead. */
  onStop(handler: StopHandler): () => void;
};

export type RunContext = RunHandles & {
  /** As it was when the run began. */
  readonly pod: Pod;
  /** Names the run's job in the pod: 8 to 64 of a-z, 0-9 and -. */
  readonly remoteId: string;
  /** As it is now, since a pod may move. null where SSH cannot reach it: it does not run, or has no public port. */
  readonly target: () => LinkTarget | null;
  readonly arguments: JobArguments;
  readonly doors: PodDoors;
  /** null where there is no API to be asked. */
  readonly cloud: Pick<Cloud, 'getPod'> | null;
  readonly benchmarks: BenchmarkShelf;
  /** Where a port of a pod is served to the world; absent: by RunPod's proxy. */
  readonly proxyUrlOf?: ProxyUrlOf;
  /** An earlier console began it, and it lives in the pod: it is followed from there on, not begun anew. */
  readonly found: Remote | null;
};

/** With a sequence it is an event of the job in the pod, which a later reader of that job does not want again. */
export type Told = JobEventBody | JobEvent;

export type Verdict = Extract<JobEventBody, { kind: 'verdict' }>;

export type KindOfJob = {
  readonly kind: JobKind;
  /** Ends with a verdict. What it throws ends the run as inconclusive, with the error's message. */
  run(context: RunContext): AsyncGenerator<Told, void, void>;
};
