/** What a deploy asks of the RunPod API, beside the pods' list: GPUs to be had, templates, pods made, changed and ended. */
import type { Secret } from '../base/secret.ts';
import type { EditPod, PodSettings } from '../fleet/pod-settings.ts';
import type { CloudResult } from './cloud.ts';

export type GpuOffer = {
  /** As a pod is asked for with: "NVIDIA GeForce RTX 4090". */
  readonly typeId: string;
  readonly displayName: string;
  readonly memoryGigabytes: number | null;
  /** A hint, never a reservation. null: the API did not say. */
  readonly stock: 'high' | 'medium' | 'low' | 'none' | null;
  /** For one card, on demand. null: none is free, or nobody said. */
  readonly dollarsPerGpuHour: number | null;
  readonly lowestBidDollars: number | null;
  readonly maxGpuCount: number | null;
};

export type DataCentre = { readonly id: string; readonly name: string; readonly location: string | null };

export type NetworkVolume = {
  readonly id: string;
  readonly name: string;
  /** null: RunPod did not say. */
  readonly dataCentreId: string | null;
  readonly sizeGigabytes?: number | null;
};

export type TemplateInput = {
  /** Unique in the account. */
  readonly name: string;
  readonly image: string;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number;
  readonly volumeMountPath: string;
  /** "80/http,22/tcp" */
  readonly ports: string;
  /** No secret values: references to RunPod's own secrets, and plain text. */
  readonly environment: Readonly<Record<string, string>>;
  readonly startCommand: string | null;
  readonly registryCredentialId: string | null;
  readonly readme: string;
};

export type Template = TemplateInput & { readonly id: string };

export type CreatePod = {
  readonly name: string;
  /** Put into the pod as POD_ENGINE_DEPLOY_ID, by which it is found again; of a pod made by hand a new one of its own. */
  readonly deployId: string;
  readonly image: string;
  readonly templateId: string | null;
  readonly gpuTypeId: string;
  readonly gpuCount: number;
  readonly cloud: 'secure' | 'community' | 'any';
  readonly dataCentreId: string | null;
  /** The lowest acceptable, as "12.8". Absent: whichever the host has. */
  readonly minCudaVersion?: string;
  /** RunPod itself stops or ends the pod then. Of RunPod's wires GraphQL alone has it, for pods on demand. */
  readonly stopAfterMs?: number;
  readonly terminateAfterMs?: number;
  /** Whether the account's SSH keys are put into the pod; absent: as RunPod does by itself. */
  readonly startSsh?: boolean;
  /** null: on demand. */
  readonly bidPerGpuDollars: number | null;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number;
  readonly volumeMountPath: string;
  readonly networkVolumeId: string | null;
  readonly ports: string;
  /** Of the operator's own environment some are secrets, so all are handled as such. */
  readonly environment: Readonly<Record<string, Secret>>;
  readonly startCommand: string | null;
  readonly registryCredentialId: string | null;
};

export type CreatedPod = {
  readonly podId: string;
  readonly gpuTypeId: string | null;
  readonly costPerHourDollars: number | null;
};

export type DeployCloud = {
  /** Without RunPod's sentinel "unknown". */
  gpuOffers(
    request: {
      readonly gpuCount: number;
      readonly cloud: 'secure' | 'community' | 'any';
      readonly dataCentreId: string | null;
    },
    signal?: AbortSignal,
  ): Promise<CloudResult<readonly GpuOffer[]>>;
  dataCentres(signal?: AbortSignal): Promise<CloudResult<readonly DataCentre[]>>;
  networkVolumes(signal?: AbortSignal): Promise<CloudResult<readonly NetworkVolume[]>>;
  /** Names of the account's secrets, as {{ RUNPOD_SECRET_name }} takes them. */
  secretNames(signal?: AbortSignal): Promise<CloudResult<readonly string[]>>;
  registryCredentials(
    signal?: AbortSignal,
  ): Promise<CloudResult<readonly { readonly id: string; readonly name: string }[]>>;
  /** The account's own. */
  templates(signal?: AbortSignal): Promise<CloudResult<readonly Template[]>>;
  /** With an id that one is changed. */
  saveTemplate(
    template: TemplateInput & { readonly id: string | null },
    signal?: AbortSignal,
  ): Promise<CloudResult<{ readonly id: string }>>;
  /** By name. Fails for up to two minutes after its last use. */
  deleteTemplate(name: string, signal?: AbortSignal): Promise<CloudResult<null>>;
  /**
   * Never sent twice on its own. After `timeout`, `network` or `server` the pod may have been made: ask `podsOfDeploy`.
   * `no-capacity` also where RunPod answers null without an error.
   */
  createPod(request: CreatePod, signal?: AbortSignal): Promise<CloudResult<CreatedPod>>;
  /** Pods that carry POD_ENGINE_DEPLOY_ID with this value. A pod just made may not be listed for some seconds. */
  podsOfDeploy(deployId: string, signal?: AbortSignal): Promise<CloudResult<readonly CreatedPod[]>>;
  podSettings(podId: string, signal?: AbortSignal): Promise<CloudResult<PodSettings>>;
  /** Resets a running pod: all outside of its volume is lost. */
  editPod(request: EditPod, signal?: AbortSignal): Promise<CloudResult<{ readonly podId: string }>>;
  /** A pod that is gone already is a success. */
  terminatePod(podId: string, signal?: AbortSignal): Promise<CloudResult<{ readonly podId: string }>>;
};

/** The variable by which a pod is found again whose creation was not answered. */
export const deployIdVariable = 'POD_ENGINE_DEPLOY_ID';
