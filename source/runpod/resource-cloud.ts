/** What an account holds beside its pods, and what RunPod has to rent. Lists, and the verbs that each of them knows. */
import type { Secret } from '../base/secret.ts';
import type { GpuType } from '../fleet/catalogue.ts';
import type { CloudResult } from './cloud.ts';
import type { NetworkVolume } from './deploy-cloud.ts';

export type { GpuType } from '../fleet/catalogue.ts';

export type SshKey = {
  /** One line of authorized_keys: "ssh-ed25519 AAAA… comment". */
  readonly line: string;
};

export type ResourceCloud = {
  /** Without RunPod's sentinel "unknown". */
  gpuTypes(
    request: { readonly gpuCount: number; readonly cloud: 'secure' | 'community' | 'any' },
    signal?: AbortSignal,
  ): Promise<CloudResult<readonly GpuType[]>>;
  createNetworkVolume(
    volume: { readonly name: string; readonly sizeGigabytes: number; readonly dataCentreId: string },
    signal?: AbortSignal,
  ): Promise<CloudResult<{ readonly id: string }>>;
  /** A volume can grow and be renamed; it never shrinks. null leaves as it is. */
  changeNetworkVolume(
    change: { readonly id: string; readonly name: string | null; readonly sizeGigabytes: number | null },
    signal?: AbortSignal,
  ): Promise<CloudResult<NetworkVolume>>;
  deleteNetworkVolume(id: string, signal?: AbortSignal): Promise<CloudResult<null>>;
  createRegistryCredential(
    credential: { readonly name: string; readonly username: string; readonly password: Secret },
    signal?: AbortSignal,
  ): Promise<CloudResult<{ readonly id: string }>>;
  deleteRegistryCredential(id: string, signal?: AbortSignal): Promise<CloudResult<null>>;
  sshKeys(signal?: AbortSignal): Promise<CloudResult<readonly SshKey[]>>;
  /** The whole list: RunPod replaces it. Who reads, changes and writes it beside another loses that one's change. */
  replaceSshKeys(keys: readonly SshKey[], signal?: AbortSignal): Promise<CloudResult<null>>;
  /** Secrets of the account, which pods get as {{ RUNPOD_SECRET_name }}. Values are never read back. */
  secrets(
    signal?: AbortSignal,
  ): Promise<CloudResult<readonly { readonly id: string; readonly name: string }[]>>;
  createSecret(
    secret: { readonly name: string; readonly value: Secret },
    signal?: AbortSignal,
  ): Promise<CloudResult<{ readonly id: string }>>;
  deleteSecret(id: string, signal?: AbortSignal): Promise<CloudResult<null>>;
};
