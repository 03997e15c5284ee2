import { exactDollars } from '../../fleet/exact-dollars.ts';
import type { Operation } from './operation.ts';
import { type Changed, nothingFree, readChange } from './read-change.ts';

/** RunPod refuses the mutation with HTTP 400 when the count or the bid is left out. */
export type StartSpot = { readonly podId: string; readonly gpuCount: number; readonly bidPerGpu: number };

export const startSpot: Operation<StartSpot, Changed> = {
  action: ({ podId, bidPerGpu }) =>
    `start spot pod ${podId} for $${exactDollars(bidPerGpu)} per GPU and hour`,
  kind: 'write',
  document: `mutation startSpotPod($podId: String!, $gpuCount: Int!, $bidPerGpu: Float!) {
    podBidResume(input: { podId: $podId, gpuCount: $gpuCount, bidPerGpu: $bidPerGpu }) { id desiredStatus }
  }`,
  root: 'podBidResume',
  read: (value, reader) => (value === null ? nothingFree(reader) : readChange(value, reader)),
};
