/** What was deployed, when, by whom, and how it ended: a line of the project's ledger. Plain data, and no secret in it. */
import type { JobVerdict } from '../../../pod-agent/protocol/job-events.ts';

/** Where the value of a pod's variable comes from. Only the reference is kept. */
export type EnvironmentReference =
  /** Not a secret: it stands in the project file. */
  | { readonly kind: 'plain'; readonly value: string }
  /** RunPod's own secret, filled in by RunPod as the pod starts. */
  | { readonly kind: 'secret'; readonly secretName: string }
  /** A variable of whoever deploys. */
  | { readonly kind: 'environment'; readonly variable: string };

/** All that a pod of this release is made with, but its image. */
export type PodConfiguration = {
  readonly podName: string;
  readonly gpuTypeIds: readonly string[];
  readonly gpuCount: number;
  readonly cloud: 'secure' | 'community' | 'any';
  readonly dataCentreIds: readonly string[];
  /** Dollars per GPU and hour; null: on demand. */
  readonly bidPerGpuDollars: number | null;
  readonly containerDiskGigabytes: number;
  readonly volume:
    | { readonly kind: 'none' }
    | { readonly kind: 'local'; readonly gigabytes: number; readonly mountPath: string }
    | { readonly kind: 'network'; readonly volumeId: string; readonly mountPath: string };
  readonly ports: readonly PodPort[];
  readonly environment: Readonly<Record<string, EnvironmentReference>>;
  /** RunPod's `dockerArgs`; null: the image's own command. */
  readonly startCommand: string | null;
  /** RunPod's name of the registry's credentials; null for a public image. */
  readonly registryCredential: string | null;
};

export type PodPort = { readonly port: number; readonly protocol: 'http' | 'tcp' };

export type Release = {
  readonly schema: 1;
  /** r1, r2, … within the project. */
  readonly id: string;
  readonly deployId: string;
  readonly how: 'deploy' | 'rollback';
  /** Of a rollback: the release that was brought back. */
  readonly of: string | null;
  readonly projectName: string;
  readonly projectFile: string;
  readonly version: string;
  /** Full hash; null outside of git. */
  readonly commit: string | null;
  readonly isDirty: boolean;
  /** e.g. registry.example/acme/app:1.4.0, and sha256:… */
  readonly image: { readonly reference: string; readonly digest: string } | null;
  readonly templateId: string | null;
  readonly podIds: readonly string[];
  readonly costPerHourDollars: number | null;
  readonly configuration: PodConfiguration;
  /** user@machine. */
  readonly who: string;
  readonly startedAtMs: number;
  /** null while it goes on. */
  readonly endedAtMs: number | null;
  /** null while it goes on, and where its console died. */
  readonly verdict: JobVerdict | null;
  /** One sentence: how it ended. */
  readonly text: string;
};
