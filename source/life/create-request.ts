/** A pod that is asked for by hand: what a form or flags have to give, before GPU types are tried in their order. */
export type CreateRequest = {
  readonly name: string;
  /** One of the two; a template's settings stand where the request is silent. */
  readonly image: string | null;
  readonly templateId: string | null;
  /** In order of wish: the first that can be had is rented. */
  readonly gpuTypeIds: readonly string[];
  readonly gpuCount: number;
  readonly cloud: 'secure' | 'community' | 'any';
  /** In order of wish; empty: wherever. */
  readonly dataCentreIds: readonly string[];
  readonly minCudaVersion: string | null;
  /** null: on demand. */
  readonly bidPerGpuDollars: number | null;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number;
  readonly volumeMountPath: string;
  readonly networkVolumeId: string | null;
  /** "8888/http,22/tcp" */
  readonly ports: string;
  /** NAME=value; a value may be a reference: {{ RUNPOD_SECRET_name }}. */
  readonly environment: Readonly<Record<string, string>>;
  readonly startCommand: string | null;
  readonly registryCredentialId: string | null;
  /** RunPod stops, or ends, the pod so long after it was made. null: it runs until somebody stops it. */
  readonly timeToLive: { readonly ms: number; readonly then: 'stop' | 'terminate' } | null;
  /** Above this price for the whole pod and hour nothing is rented. null: at whatever it costs. */
  readonly maxDollarsPerHour: number | null;
};
