/** The pods of a simulation that are containers of an image. */
import type { Clock } from '../../base/clock.ts';
import type { ContainerPod } from '../pod/cloud-pod.ts';
import { createContainerPod } from './container-pod.ts';
import { findEngine } from './engine.ts';
import { findImage } from './image.ts';
import { removeLeftovers } from './owner.ts';
import { containerPlans } from './plans.ts';

/** What a simulation is told to make its pods from an image. */
export type FromImage = {
  readonly image: string;
  /** A line of authorized_keys, which every pod lets in. */
  readonly publicKey: string;
  /** Where CONTAINER_ENGINE is looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  say(text: string): void;
  /** Ends the waiting for the first run. */
  readonly signal: AbortSignal;
};

/** Nothing runs yet. Rejects with a `ContainerFailure` where there is no engine or no such image. */
export async function createContainerPods(
  from: FromImage,
  options: { readonly pods: number; readonly seed: number; readonly clock: Clock; readonly host: string },
): Promise<readonly ContainerPod[]> {
  const engine = await findEngine(from.environment);
  await removeLeftovers(engine);
  const image = await findImage(engine, from.image);
  return containerPlans({ ...options, image: from.image }).map((plan) =>
    createContainerPod({ ...options, ...from, engine, image, plan }),
  );
}
