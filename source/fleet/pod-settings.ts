/** A pod's settings as RunPod gives them and takes them back, with the values of variables hidden. */
import type { Secret } from '../base/secret.ts';

/** A pod's settings as they can be edited. Values of variables are secrets: a pod's environment holds keys. */
export type PodSettings = {
  readonly podId: string;
  readonly name: string;
  readonly image: string;
  readonly ports: string;
  readonly containerDiskGigabytes: number | null;
  readonly volumeGigabytes: number | null;
  readonly volumeMountPath: string | null;
  readonly startCommand: string | null;
  readonly environment: Readonly<Record<string, Secret>>;
  readonly gpuTypeId: string | null;
  readonly gpuCount: number | null;
  readonly costPerHourDollars: number | null;
};

export type EditPod = {
  readonly podId: string;
  readonly image: string;
  readonly ports: string;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number | null;
  readonly volumeMountPath: string | null;
  readonly startCommand: string | null;
  readonly registryCredentialId: string | null;
  /** The whole of it: nobody knows whether RunPod merges or replaces. */
  readonly environment: Readonly<Record<string, Secret>>;
};
