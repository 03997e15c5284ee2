/** The root fields: who may ask, which pod is meant, and when the answer is no. */
import { gpuModels } from '../machine/gpu-models.ts';
import type { SimulatedPod } from '../pod/simulated-pod.ts';
import type { Ledger } from './account.ts';
import type { Catalogue } from './catalogue.ts';
import { isListed, isRunning, type PodView, podFields } from './pod-fields.ts';
import { refusal, somethingWentWrong } from './refusal.ts';

/** Who asks. A pod's own key opens that pod alone. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'account' }
  | { readonly kind: 'pod'; readonly podId: string };

export type RootOptions = {
  readonly pods: readonly SimulatedPod[];
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  readonly view: PodView;
  setBid(podId: string, bidPerGpu: number): void;
};

type Asked<Input> = { readonly input: Input };
type PodInput = { readonly podId: string };

/** As graphql wants its root value: a function for each field, called with the arguments and the caller. */
export function createRoot(options: RootOptions) {
  const { pods, catalogue, ledger, view } = options;

  function find(podId: string, caller: Caller): SimulatedPod | null {
    if (caller.kind === 'nobody' || (caller.kind === 'pod' && caller.podId !== podId)) return null;
    return pods.find((pod) => pod.plan.id === podId && isListed(pod)) ?? null;
  }

  /** What there is to say of a pod that is not there is known for terminating only. */
  function mustFind(podId: string, caller: Caller): SimulatedPod {
    if (caller.kind === 'nobody') throw refusal('Unauthorized');
    const pod = find(podId, caller);
    if (pod === null) throw somethingWentWrong();
    return pod;
  }

  function checkStart(pod: SimulatedPod, gpuCount: number): void {
    const isFull = pod.faults.hostFull || gpuCount > pod.plan.hardware.gpuCount;
    if (isFull && gpuCount > 0)
      throw refusal('There are not enough free GPUs on the host machine to start this pod.');
  }

  return {
    myself(_: unknown, caller: Caller) {
      if (caller.kind === 'pod') throw refusal('Unauthorized');
      return caller.kind === 'nobody' ? null : ledger.account();
    },
    pod({ input }: { readonly input?: PodInput | null }, caller: Caller) {
      const pod = input == null ? null : find(input.podId, caller);
      return pod === null ? null : podFields(pod, view);
    },
    gpuTypes: ({ input }: { readonly input?: { readonly id?: string; readonly ids?: string[] } | null }) =>
      catalogue.gpuTypes(input ?? null),
    dataCenters: () => catalogue.dataCenters(),
    cpuTypes: () => catalogue.cpuTypes(),
    countryCodes: () => ['US', 'CA', 'RO', 'SE', 'CZ', 'IS', 'JP'],
    podResume({ input }: Asked<PodInput & { readonly gpuCount?: number | null }>, caller: Caller) {
      const pod = mustFind(input.podId, caller);
      if (pod.plan.hardware.rental === 'spot') throw refusal('Cannot resume a spot pod as an on demand pod.');
      const gpuCount = input.gpuCount ?? pod.plan.hardware.gpuCount;
      if (!isRunning(pod, view.clock.wallMs())) {
        checkStart(pod, gpuCount);
        pod.start({ gpuCount });
      }
      return podFields(pod, view);
    },
    podBidResume(
      { input }: Asked<PodInput & { readonly gpuCount: number; readonly bidPerGpu: number }>,
      caller: Caller,
    ) {
      const pod = mustFind(input.podId, caller);
      if (pod.plan.hardware.rental !== 'spot') throw refusal('Cannot resume an on demand pod as a spot pod.');
      if (!isRunning(pod, view.clock.wallMs())) {
        checkStart(pod, input.gpuCount);
        if (input.bidPerGpu < catalogue.lowestBid(gpuModels[pod.plan.hardware.gpu].typeId)) {
          throw refusal(
            'There are no longer any instances available with the request specifications. Please try again later.',
          );
        }
        options.setBid(input.podId, input.bidPerGpu);
        pod.start({ gpuCount: input.gpuCount });
      }
      return podFields(pod, view);
    },
    podStop({ input }: Asked<PodInput>, caller: Caller) {
      const pod = mustFind(input.podId, caller);
      pod.stop('Exited by user');
      return podFields(pod, view);
    },
    podTerminate({ input }: Asked<PodInput>, caller: Caller) {
      const pod = find(input.podId, caller);
      if (pod === null) throw refusal('pod not found to terminate', { code: 'POD_NOT_FOUND' });
      pod.terminate();
      return null;
    },
  };
}

export type Root = ReturnType<typeof createRoot>;
