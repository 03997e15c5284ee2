/** A pod as REST v2 tells it, with what GraphQL alone knows. Pure. */
import type { Pod } from '../../fleet/pod.ts';
import { betterTelemetry } from '../../fleet/pod-telemetry.ts';

/**
 * Only what REST left open is taken, and of what changes only where both speak of the same life of the pod: a GraphQL
 * answer of before may know another one.
 */
export function filledPod(pod: Pod, known: Pod | null): Pod {
  if (known === null || known.id !== pod.id) return pod;
  const lasting = {
    rental: pod.rental === 'unknown' ? known.rental : pod.rental,
    // REST has to guess the name from the type; RunPod's own word must not change with the wire.
    gpuName: isSameGpu(pod, known) ? (known.gpuName ?? pod.gpuName) : pod.gpuName,
    gpuCount: pod.gpuCount ?? known.gpuCount,
    gpuTypeId: pod.gpuTypeId ?? known.gpuTypeId ?? null,
    region: pod.region ?? known.region,
    image: pod.image ?? known.image,
    containerDiskGigabytes: pod.containerDiskGigabytes ?? known.containerDiskGigabytes,
    volumeGigabytes: pod.volumeGigabytes ?? known.volumeGigabytes,
    volumeMountPath: pod.volumeMountPath ?? known.volumeMountPath,
    vcpuCount: pod.vcpuCount ?? known.vcpuCount,
    memoryGigabytes: pod.memoryGigabytes ?? known.memoryGigabytes,
    networkVolumeId: pod.networkVolumeId ?? known.networkVolumeId ?? null,
    networkVolumeGigabytes: pod.networkVolumeGigabytes ?? known.networkVolumeGigabytes,
    cloud: pod.cloud ?? known.cloud ?? null,
    costPerHourDollars: paidPerHour(pod, known),
  };
  if (!isSameLife(pod, known)) return { ...pod, ...lasting };
  return {
    ...pod,
    ...lasting,
    state: stateOf(pod, known),
    startedAtMs: pod.startedAtMs ?? known.startedAtMs,
    lastStatusChange: pod.lastStatusChange ?? known.lastStatusChange,
    proxySsh: pod.proxySsh ?? known.proxySsh,
    generation: pod.generation ?? known.generation,
    telemetry: betterTelemetry(pod.telemetry ?? null, known.telemetry ?? null),
  };
}

/** Whether what GraphQL knows is still of the pod as it is: in the same state, and its container not made anew. */
export function isSameLife(pod: Pod, known: Pod): boolean {
  const isSameStart = pod.generation === null || pod.generation === known.generation;
  return pod.state.kind === known.state.kind && isSameStart;
}

/** Savings plans are told by GraphQL alone: of two prices of the same cards the lower is the one that is paid. */
function paidPerHour(pod: Pod, known: Pod): number | null {
  const { costPerHourDollars: listed, gpuCount } = pod;
  const paid = known.costPerHourDollars;
  if (listed === null || paid === null) return listed ?? paid;
  return isSameGpu(pod, known) && gpuCount === known.gpuCount ? Math.min(listed, paid) : listed;
}

function isSameGpu(pod: Pod, known: Pod): boolean {
  return pod.gpuName === null || pod.gpuTypeId === known.gpuTypeId;
}

/** REST does not tell who stopped a pod. */
function stateOf({ state }: Pod, known: Pod): Pod['state'] {
  return state.kind === 'stopped' && state.by === 'unknown' ? known.state : state;
}
