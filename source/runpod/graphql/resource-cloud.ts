/** What an account holds beside its pods, by RunPod's GraphQL API. */
import type { ResourceCloud } from '../resource-cloud.ts';
import { changeNetworkVolume } from './change-network-volume.ts';
import { createNetworkVolume } from './create-network-volume.ts';
import { createRegistryCredential } from './create-registry-credential.ts';
import { createSecretOperation } from './create-secret.ts';
import { deleteNetworkVolume } from './delete-network-volume.ts';
import { deleteRegistryCredential } from './delete-registry-credential.ts';
import { deleteSecret } from './delete-secret.ts';
import { gpuTypes } from './gpu-types.ts';
import { replaceSshKeys } from './replace-ssh-keys.ts';
import { secrets } from './secrets.ts';
import { sshKeys } from './ssh-keys.ts';
import type { Wire } from './wire.ts';

export function createResourceCloud(wire: Wire): ResourceCloud {
  return {
    gpuTypes: (request, signal) => gpuTypes(wire, request, signal),
    createNetworkVolume: (volume, signal) => wire.ask(createNetworkVolume, volume, signal),
    changeNetworkVolume: (change, signal) => wire.ask(changeNetworkVolume, change, signal),
    deleteNetworkVolume: (id, signal) => wire.ask(deleteNetworkVolume, { id }, signal),
    createRegistryCredential: (credential, signal) => wire.ask(createRegistryCredential, credential, signal),
    deleteRegistryCredential: (id, signal) => wire.ask(deleteRegistryCredential, { id }, signal),
    sshKeys: (signal) => wire.ask(sshKeys, {}, signal),
    replaceSshKeys: (keys, signal) => wire.ask(replaceSshKeys, { keys }, signal),
    secrets: (signal) => wire.ask(secrets, {}, signal),
    createSecret: (secret, signal) => wire.ask(createSecretOperation, secret, signal),
    deleteSecret: (id, signal) => wire.ask(deleteSecret, { id }, signal),
  };
}
