/** The operations of a `WholeCloud` that are asked once and answered once, by name, whoever carries them out. */
import type { CloudResult } from './cloud.ts';
import type { WholeCloud } from './whole-cloud.ts';

export type Operations = Omit<WholeCloud, 'podLogs' | 'wires'>;
export type OperationName = keyof Operations;

/** Carries one operation out: `call` asks the cloud that it is given. */
export type Ask = <Value>(
  name: OperationName,
  call: (cloud: WholeCloud) => Promise<CloudResult<Value>>,
) => Promise<CloudResult<Value>>;

/** All operations by one `ask`. */
export function operationsBy(ask: Ask): Operations {
  return {
    listPods: (signal) => ask('listPods', (cloud) => cloud.listPods(signal)),
    getPod: (podId, signal) => ask('getPod', (cloud) => cloud.getPod(podId, signal)),
    startPod: (options, signal) => ask('startPod', (cloud) => cloud.startPod(options, signal)),
    stopPod: (podId, signal) => ask('stopPod', (cloud) => cloud.stopPod(podId, signal)),
    account: (signal) => ask('account', (cloud) => cloud.account(signal)),
    gpuOffers: (request, signal) => ask('gpuOffers', (cloud) => cloud.gpuOffers(request, signal)),
    dataCentres: (signal) => ask('dataCentres', (cloud) => cloud.dataCentres(signal)),
    networkVolumes: (signal) => ask('networkVolumes', (cloud) => cloud.networkVolumes(signal)),
    secretNames: (signal) => ask('secretNames', (cloud) => cloud.secretNames(signal)),
    registryCredentials: (signal) => ask('registryCredentials', (cloud) => cloud.registryCredentials(signal)),
    templates: (signal) => ask('templates', (cloud) => cloud.templates(signal)),
    saveTemplate: (template, signal) => ask('saveTemplate', (cloud) => cloud.saveTemplate(template, signal)),
    deleteTemplate: (name, signal) => ask('deleteTemplate', (cloud) => cloud.deleteTemplate(name, signal)),
    createPod: (request, signal) => ask('createPod', (cloud) => cloud.createPod(request, signal)),
    podsOfDeploy: (deployId, signal) => ask('podsOfDeploy', (cloud) => cloud.podsOfDeploy(deployId, signal)),
    podSettings: (podId, signal) => ask('podSettings', (cloud) => cloud.podSettings(podId, signal)),
    editPod: (request, signal) => ask('editPod', (cloud) => cloud.editPod(request, signal)),
    terminatePod: (podId, signal) => ask('terminatePod', (cloud) => cloud.terminatePod(podId, signal)),
    restartPod: (podId, signal) => ask('restartPod', (cloud) => cloud.restartPod(podId, signal)),
    lockPod: (request, signal) => ask('lockPod', (cloud) => cloud.lockPod(request, signal)),
    renamePod: (request, signal) => ask('renamePod', (cloud) => cloud.renamePod(request, signal)),
    gpuTypes: (request, signal) => ask('gpuTypes', (cloud) => cloud.gpuTypes(request, signal)),
    createNetworkVolume: (volume, signal) =>
      ask('createNetworkVolume', (cloud) => cloud.createNetworkVolume(volume, signal)),
    changeNetworkVolume: (change, signal) =>
      ask('changeNetworkVolume', (cloud) => cloud.changeNetworkVolume(change, signal)),
    deleteNetworkVolume: (id, signal) =>
      ask('deleteNetworkVolume', (cloud) => cloud.deleteNetworkVolume(id, signal)),
    createRegistryCredential: (credential, signal) =>
      ask('createRegistryCredential', (cloud) => cloud.createRegistryCredential(credential, signal)),
    deleteRegistryCredential: (id, signal) =>
      ask('deleteRegistryCredential', (cloud) => cloud.deleteRegistryCredential(id, signal)),
    sshKeys: (signal) => ask('sshKeys', (cloud) => cloud.sshKeys(signal)),
    replaceSshKeys: (keys, signal) => ask('replaceSshKeys', (cloud) => cloud.replaceSshKeys(keys, signal)),
    secrets: (signal) => ask('secrets', (cloud) => cloud.secrets(signal)),
    createSecret: (secret, signal) => ask('createSecret', (cloud) => cloud.createSecret(secret, signal)),
    deleteSecret: (id, signal) => ask('deleteSecret', (cloud) => cloud.deleteSecret(id, signal)),
    billing: (request, signal) => ask('billing', (cloud) => cloud.billing(request, signal)),
  };
}
