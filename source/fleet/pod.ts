/** A pod as the operator thinks of it, whichever API or configuration file it came from. */
import type { PodTelemetry } from './pod-telemetry.ts';

/**
 * What is happening, derived from what was asked for and what the host reports.
 * `initialising`: rented and asked to run, but no container has been reported yet (image pull, create and boot look alike).
 */
export type PodState =
  | { readonly kind: 'running' }
  | { readonly kind: 'initialising' }
  | { readonly kind: 'stopped'; readonly by: 'user' | 'runpod' | 'outbid' | 'unknown' }
  | { readonly kind: 'terminated' }
  | { readonly kind: 'unknown'; readonly reason: string };

export type Rental = 'on-demand' | 'spot' | 'own' | 'unknown';

/** Where sshd of the pod itself can be reached. */
export type SshEndpoint = { readonly host: string; readonly port: number; readonly username: string };

export type PortMapping = {
  readonly privatePort: number;
  readonly publicPort: number;
  readonly ip: string;
  readonly public: boolean;
  readonly type: 'tcp' | 'http';
};

export type Pod = {
  readonly id: string;
  readonly name: string;
  /** `ssh`: a host given by --ssh or the configuration file, with no API behind it. */
  readonly provider: 'runpod' | 'ssh';
  readonly state: PodState;
  readonly rental: Rental;
  /** Short display name, e.g. "H100 SXM". null for a pod without GPU, or where nobody said. */
  readonly gpuName: string | null;
  readonly gpuCount: number | null;
  readonly region: string | null;
  readonly image: string | null;
  readonly vcpuCount: number | null;
  readonly memoryGigabytes: number | null;
  readonly containerDiskGigabytes: number | null;
  readonly volumeGigabytes: number | null;
  readonly volumeMountPath: string | null;
  /** A volume of its own life, mounted in place of the pod's. null: there is none, or nobody said. */
  readonly networkVolumeGigabytes: number | null;
  /** Price of the whole pod while it runs. null where nobody bills. */
  readonly costPerHourDollars: number | null;
  /** As a pod is asked for with: "NVIDIA GeForce RTX 4090". Absent: nobody said. */
  readonly gpuTypeId?: string | null;
  readonly networkVolumeId?: string | null;
  readonly cloud?: 'secure' | 'community' | null;
  /** The container's start, as a wall-clock time. */
  readonly startedAtMs: number | null;
  /** As the API counted it when it was asked; it goes back when the container starts anew. Absent where it does not count. */
  readonly uptimeSeconds?: number;
  /** The API's free text, e.g. "Exited by user: Wed Jul 29 2026 …". Made safe. */
  readonly lastStatusChange: string | null;
  readonly locked: boolean;
  readonly ports: readonly PortMapping[];
  /** Direct SSH; null when port 22 is not mapped to a public address. */
  readonly ssh: SshEndpoint | null;
  /** RunPod's proxy for pods without a public port: interactive shells only. */
  readonly proxySsh: SshEndpoint | null;
  /** Changes whenever the container is made anew, and with it its host keys. null where nobody can tell. */
  readonly generation: string | null;
  /** What RunPod itself measures of it while it runs; null or absent: nothing was told. */
  readonly telemetry?: PodTelemetry | null;
};

const hoursPerMonth = 730;

/**
 * What a stopped pod still pays for, in dollars per hour: storage, at RunPod's $0.20 per GB and month for the volume of
 * a stopped pod, and $0.07 for a network volume. null where the API did not say how large they are.
 */
export function stoppedCostPerHourDollars(pod: Pod): number | null {
  if (pod.volumeGigabytes === null && pod.networkVolumeGigabytes === null) return null;
  const dollarsPerMonth = (pod.volumeGigabytes ?? 0) * 0.2 + (pod.networkVolumeGigabytes ?? 0) * 0.07;
  return dollarsPerMonth / hoursPerMonth;
}
