/** Who asks, and which pods are there for them. */
import type { CloudPod } from '../pod/cloud-pod.ts';
import { somethingWentWrong, unauthorized } from './refusal.ts';

/** A pod's own key opens that pod alone. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'account' }
  | { readonly kind: 'pod'; readonly podId: string };

/** null: unknown, terminated or not the caller's: the API does not tell them apart. */
export function findPod(pods: readonly CloudPod[], podId: string, caller: Caller): CloudPod | null {
  if (caller.kind === 'nobody' || (caller.kind === 'pod' && caller.podId !== podId)) return null;
  return pods.find((pod) => pod.plan.id === podId && !pod.life().terminated) ?? null;
}

/** For changes: what there is to say of a pod that is not there is known for terminating only. */
export function mustFindPod(pods: readonly CloudPod[], podId: string, caller: Caller): CloudPod {
  if (caller.kind === 'nobody') throw unauthorized();
  const pod = findPod(pods, podId, caller);
  if (pod === null) throw somethingWentWrong();
  return pod;
}

/** For what is the account's alone. */
export function mustBeAccount(caller: Caller): void {
  if (caller.kind !== 'account') throw unauthorized();
}
