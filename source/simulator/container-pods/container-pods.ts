/** The pods of a simulation that are containers: of one local image from the beginning, or of whatever is deployed to them. */
import type { PodPlan } from '../cast/index.ts';
import type { ContainerPod } from '../pod/cloud-pod.ts';
import type { PodSurroundings } from '../pod/surroundings.ts';
import { createContainerPod } from './container-pod.ts';
import { findEngine } from './engine.ts';
import { findImage } from './image.ts';
import { removeLeftovers } from './owner.ts';
import { containerPlans, lentLimits } from './plans.ts';
import { createPulledImages } from './pulled-images.ts';

/** What a simulation is told to make pods from containers. */
export type Containers = {
  /** Lines of authorized_keys, which every pod lets in. */
  readonly publicKey: string;
  /** Where CONTAINER_ENGINE is looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  say(text: string): void;
  /** Ends the waiting for the first run. */
  readonly signal: AbortSignal;
};

/** To make the first pods from an image. */
export type FromImage = Containers & { readonly image: string };

export type ContainerMaker = {
  /** The first pods, of one local image; nothing runs yet. Rejects with a `ContainerFailure` where there is no such image. */
  podsOf(image: string, options: { readonly pods: number; readonly seed: number }): Promise<ContainerPod[]>;
  /** A pod that is being rented: its image is pulled and run. */
  podOf(plan: PodPlan): ContainerPod;
  /** Removes the images that were pulled; no pod may be left. */
  close(): Promise<void>;
};

/** Rejects with a `ContainerFailure` where there is no engine. */
export async function createContainerMaker(
  containers: Containers,
  surroundings: PodSurroundings,
): Promise<ContainerMaker> {
  const engine = await findEngine(containers.environment);
  await removeLeftovers(engine);
  const images = createPulledImages(engine);
  const shared = { ...surroundings, ...containers, engine };
  return {
    async podsOf(name, options) {
      const image = await findImage(engine, name);
      // Edited, such a pod may run another image, which then has to be pulled.
      const fetchImage = async (wanted: string, signal: AbortSignal) =>
        wanted === name ? null : images.fetch(wanted, signal);
      return containerPlans({ ...options, image }).map((plan) =>
        createContainerPod({ ...shared, plan, restarts: false, fetchImage }),
      );
    },
    podOf: (plan) =>
      createContainerPod({
        ...shared,
        plan: { ...plan, hardware: { ...plan.hardware, ...lentLimits() } },
        restarts: true,
        fetchImage: images.fetch,
      }),
    close: images.removeAll,
  };
}
