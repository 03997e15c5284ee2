/** Starting, stopping and terminating pods, and the ways in which the API says no to that. */
import { gpuModels } from '../machine/gpu-models.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import { type Caller, findPod, mustFindPod } from './callers.ts';
import { isRunning, startOnDemand, startWith, stopPod } from './pod-actions.ts';
import { type PodView, podFields } from './pod-fields.ts';
import { refusal } from './refusal.ts';
import { noSpotRoom } from './rent.ts';

export type MutationOptions = {
  readonly pods: readonly CloudPod[];
  readonly view: PodView;
  /** Dollars per card and hour. */
  setRate(podId: string, dollars: number): void;
};

type Asked<Input> = { readonly input: Input };
export type PodInput = { readonly podId: string };
type ResumeInput = PodInput & { readonly gpuCount?: number | null };
type BidInput = PodInput & { readonly gpuCount: number; readonly bidPerGpu: number };

/** One function for each field of the mutation root. */
export function podMutations(options: MutationOptions) {
  const { pods, view } = options;
  return {
    podResume({ input }: Asked<ResumeInput>, caller: Caller) {
      const pod = mustFindPod(pods, input.podId, caller);
      startOnDemand(pod, input.gpuCount ?? null);
      return podFields(pod, view);
    },
    podBidResume({ input }: Asked<BidInput>, caller: Caller) {
      const pod = mustFindPod(pods, input.podId, caller);
      if (pod.plan.hardware.rental !== 'spot') throw refusal('Cannot resume an on demand pod as a spot pod.');
      if (isRunning(pod)) return podFields(pod, view);
      if (input.bidPerGpu < view.catalogue.lowestBid(gpuModels[pod.plan.hardware.gpu].typeId))
        throw noSpotRoom();
      startWith(pod, input.gpuCount);
      options.setRate(input.podId, input.bidPerGpu);
      return podFields(pod, view);
    },
    podStop({ input }: Asked<PodInput>, caller: Caller) {
      const pod = mustFindPod(pods, input.podId, caller);
      stopPod(pod);
      return podFields(pod, view);
    },
    /** Answers null when it has been done. */
    podTerminate({ input }: Asked<PodInput>, caller: Caller) {
      const pod = findPod(pods, input.podId, caller);
      if (pod === null) throw refusal('pod not found to terminate', { code: 'POD_NOT_FOUND' });
      pod.terminate();
      return null;
    },
  };
}
