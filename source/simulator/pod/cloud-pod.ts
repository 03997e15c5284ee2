/** A pod as the API deals with it: a machine made of text, or a container that really runs. */
import type { PodPlan } from '../cast/index.ts';
import type { PodFaults } from './faults.ts';
import type { Life } from './life.ts';
import type { SimulatedPod } from './simulated-pod.ts';

export type CloudPod = SimulatedPod | ContainerPod;

/** Its life drives an engine's container; what is inside the container is its own. */
export type ContainerPod = {
  readonly plan: PodPlan;
  readonly createdAtMs: number;
  readonly faults: Pick<PodFaults, 'hostFull' | 'runtimeMissingUntilMs'>;
  readonly container: ContainerDoors;
  life(): Life;
  sshPort(): number | null;
  start(options: { readonly gpuCount: number }): void;
  /** `who` begins the status text, as in "Exited by user". */
  stop(who: string): void;
  terminate(): void;
  /** Resolves when the container of the first run answers; rejects with a `ContainerFailure` where it cannot run. */
  enter(): Promise<void>;
  /** Removes everything that the engine has of it. */
  close(): Promise<void>;
};

export type ContainerDoors = {
  /** Where it serves HTTP inside. */
  readonly innerHttpPort: number;
  /** Where that is published on this machine; null while it does not run. */
  httpPort(): number | null;
};

export function isContainer(pod: CloudPod): pod is ContainerPod {
  return 'container' in pod;
}
