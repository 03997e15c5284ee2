/** What the account has written on a pod: its name, and whether it is locked. Changed by a PATCH alone. */
import type { PodPlan } from '../cast/index.ts';

export type PodTags = {
  name: string;
  /** A locked pod is neither stopped nor reset. */
  locked: boolean;
  /** A change takes effect with the next container. */
  globalNetworking: { readonly wanted: boolean; readonly fromRun: number };
};

export function createTags({ name }: PodPlan): PodTags {
  return { name, locked: false, globalNetworking: { wanted: false, fromRun: 0 } };
}
