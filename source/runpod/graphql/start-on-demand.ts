import type { Operation } from './operation.ts';
import { type Changed, nothingFree, readChange } from './read-change.ts';

/** Without `gpuCount` the pod gets as many GPUs as it had; 0 starts it without, to reach its data. */
export type StartOnDemand = { readonly podId: string; readonly gpuCount?: number };

export const startOnDemand: Operation<StartOnDemand, Changed> = {
  action: ({ podId }) => `start pod ${podId}`,
  kind: 'write',
  document: `mutation startPod($podId: String!, $gpuCount: Int) {
    podResume(input: { podId: $podId, gpuCount: $gpuCount }) { id desiredStatus }
  }`,
  root: 'podResume',
  read: (value, reader) => (value === null ? nothingFree(reader) : readChange(value, reader)),
};
