/** Who this pod is, by RunPod's variables. */
import type { Variables } from './variables.ts';

export type PodIdentity = {
  readonly id: string | null;
  readonly name: string;
  /** Where RunPod's proxy shows the port at which the pod serves; null outside of RunPod. */
  readonly url: string | null;
};

/** @param about `hostname` is the name of a pod to which RunPod gave none. */
export function readPodIdentity(
  variables: Variables,
  about: { readonly hostname: string; readonly appPort: number },
): PodIdentity {
  const text = (name: string) => variables.get(name)?.text ?? null;
  const id = text('RUNPOD_POD_ID');
  // It becomes part of an address.
  const isProxied = id !== null && /^[a-z0-9-]{1,64}$/i.test(id);
  return {
    id,
    name: text('RUNPOD_POD_HOSTNAME') ?? id ?? about.hostname,
    url: isProxied ? `https://${id}-${about.appPort}.proxy.runpod.net` : null,
  };
}
