/** What else a pod's life asks of the RunPod API, beside starting, stopping (`Cloud`), making and ending (`DeployCloud`). */
import type { CloudResult } from './cloud.ts';

export type LifeCloud = {
  /** The container is made anew: all outside of its volume is lost. `unsupported` by GraphQL, which has no such mutation. */
  restartPod(podId: string, signal?: AbortSignal): Promise<CloudResult<{ readonly podId: string }>>;
  /** A locked pod cannot be stopped or reset. `unsupported` by GraphQL. */
  lockPod(
    request: { readonly podId: string; readonly locked: boolean },
    signal?: AbortSignal,
  ): Promise<CloudResult<{ readonly podId: string }>>;
  /** `unsupported` by GraphQL. */
  renamePod(
    request: { readonly podId: string; readonly name: string },
    signal?: AbortSignal,
  ): Promise<CloudResult<{ readonly podId: string }>>;
};
