/** What jobs are run with: the ways to the outside world, and what is kept of them. */
import type { Secret } from '../base/secret.ts';
import type { Pod } from '../fleet/pod.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { BenchmarkShelf } from './benchmarks/shelf.ts';
import type { Journal } from './journal/journal.ts';
import type { KindOfJob, RunContext, RunHandles, Told } from './kinds/kind.ts';
import type { DeployRequest } from './model/deploy.ts';
import type { ProxyUrlOf } from './outside/proxy-url.ts';
import type { StopTimes } from './stopping.ts';

export type JobsOptions = {
  readonly journal: Journal;
  readonly benchmarks: BenchmarkShelf;
  /** null where there is no API to be asked. */
  readonly cloud: RunContext['cloud'];
  /** Asked for when the first run begins. */
  readonly doors: () => Promise<PodDoors>;
  /** null where SSH cannot reach the pod. */
  readonly targetOf: (pod: Pod) => LinkTarget | null;
  /** As it is now; null where it is gone. */
  readonly podOf: (podId: string) => Pod | null;
  /** Never to be kept or shown. */
  readonly secrets: readonly Secret[];
  readonly nowMs: () => number;
  /** Where a port of a pod is served to the world; absent: by RunPod's proxy. */
  readonly proxyUrlOf?: ProxyUrlOf;
  readonly saveFolder: string;
  /** Loaded with the first deploy. */
  readonly deploy: (request: DeployRequest, handles: RunHandles) => Promise<AsyncGenerator<Told, void, void>>;
  readonly kinds?: readonly KindOfJob[];
  readonly random?: () => number;
  readonly stopTimes?: StopTimes;
  readonly deployStopTimes?: StopTimes;
};
