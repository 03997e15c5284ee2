/** A pod as the API deals with it: a machine made of text, or a container that really runs. */
import type { PodPlan } from '../cast/index.ts';
import type { Diary } from './diary.ts';
import type { PodFaults } from './faults.ts';
import type { HttpPlace } from './http-place.ts';
import type { Life } from './life.ts';
import type { PodSettings } from './settings.ts';
import type { SimulatedPod } from './simulated-pod.ts';
import type { PodTags } from './tags.ts';

export type CloudPod = SimulatedPod | ContainerPod;

/** Its life drives an engine's container; what is inside the container is its own. */
export type ContainerPod = {
  readonly plan: PodPlan;
  readonly createdAtMs: number;
  readonly faults: Pick<PodFaults, 'hostFull' | 'runtimeMissingUntilMs'>;
  readonly tags: PodTags;
  readonly diary: Diary;
  readonly container: ContainerDoors;
  life(): Life;
  settings(): PodSettings;
  /** Resets a pod that runs: a new container, with nothing of the old one but the volume. */
  edit(settings: PodSettings): void;
  /** A new container of the same settings, for a pod that runs. */
  reset(): void;
  httpPlace(port: number): Promise<HttpPlace>;
  sshPort(): number | null;
  start(options: { readonly gpuCount: number }): void;
  /** `who` begins the status text, as in "Exited by user". */
  stop(who: string): void;
  terminate(): void;
  /** The first run of a pod that is rented while the simulation goes on: nobody waits for it. */
  rent(): void;
  /** Resolves when the container of the first run answers; rejects with a `ContainerFailure` where it cannot run. */
  enter(): Promise<void>;
  /** Removes everything that the engine has of it. */
  close(): Promise<void>;
};

export type ContainerDoors = {
  /** Where a port inside is published on this machine; null while it does not run, or where it is not declared. */
  published(inner: number): number | null;
  /** The same for the first that is declared as HTTP. */
  httpPort(): number | null;
  /** The container's own log, each line after its time; `onEnd` is called when there is no more. Returns what ends it. */
  follow(
    lines: { readonly sinceUs: number | null; onLine(line: string): void },
    onEnd: () => void,
  ): () => void;
};

/** By a client, while the simulation goes on. */
export function isRented({ plan }: CloudPod): boolean {
  return plan.role.beginning === 'rented';
}

export function isContainer(pod: CloudPod): pod is ContainerPod {
  return 'container' in pod;
}
