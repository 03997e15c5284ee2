/** What an account holds beside its pods, by RunPod's REST v2. */
import type { ResourceCloud } from '../resource-cloud.ts';
import { gpuCatalogue } from './gpu-catalogue.ts';
import type { KnownNames } from './known-names.ts';
import { askAll } from './list.ts';
import { changeNetworkVolume, createNetworkVolume, deleteNetworkVolume } from './network-volumes.ts';
import { createRegistryCredential, deleteRegistryCredential } from './registries.ts';
import { createSecretOperation, deleteSecret, secrets } from './secrets.ts';
import { replaceSshKeys, sshKeys } from './ssh-keys.ts';
import type { Wire } from './wire.ts';

export function createResourceCloud(wire: Wire, known: KnownNames): ResourceCloud {
  return {
    async gpuTypes(request, signal) {
      const types = await gpuCatalogue(wire, request, signal);
      if (types.ok) known.learnGpus(types.value);
      return types;
    },
    createNetworkVolume: (volume, signal) => wire.ask(createNetworkVolume, volume, signal),
    changeNetworkVolume: (change, signal) => wire.ask(changeNetworkVolume, change, signal),
    deleteNetworkVolume: (id, signal) => wire.ask(deleteNetworkVolume, id, signal),
    createRegistryCredential: (credential, signal) => wire.ask(createRegistryCredential, credential, signal),
    deleteRegistryCredential: (id, signal) => wire.ask(deleteRegistryCredential, id, signal),
    sshKeys: (signal) => wire.ask(sshKeys, null, signal),
    replaceSshKeys: (keys, signal) => wire.ask(replaceSshKeys, keys, signal),
    secrets: (signal) => askAll(wire, { list: secrets, input: null, signal }),
    createSecret: (secret, signal) => wire.ask(createSecretOperation, secret, signal),
    deleteSecret: (id, signal) => deleteSecret(wire, id, signal),
  };
}
