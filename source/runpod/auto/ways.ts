/** Which of RunPod's wires is asked first for what. The other may stand in; whether it does, `joined-wires.ts` decides. */
import type { OperationName } from '../operations.ts';
import type { WireStatus } from '../wire-status.ts';

export type WireName = WireStatus['wire'];

export type Way = {
  readonly first: WireName;
  /** A write is never sent to the second wire after an answer that may have been lost. */
  readonly kind: 'read' | 'write';
  /** The other wire does it less well: it is asked where the first is no more, and not for a limit that passes. */
  readonly isBound?: true;
};

const readByRest: Way = { first: 'rest', kind: 'read' };
const writeByRest: Way = { first: 'rest', kind: 'write' };

/** REST v2 stays, so it is asked first wherever it has the whole of what is wanted. */
export const ways: Readonly<Record<OperationName, Way>> = {
  listPods: readByRest,
  getPod: readByRest,
  startPod: writeByRest,
  stopPod: writeByRest,
  // REST v2 knows nothing of the balance.
  account: { first: 'graphql', kind: 'read' },
  gpuOffers: readByRest,
  dataCentres: readByRest,
  networkVolumes: readByRest,
  secretNames: readByRest,
  registryCredentials: readByRest,
  // A template's readme is not in REST v2.
  templates: { first: 'graphql', kind: 'read' },
  saveTemplate: writeByRest,
  deleteTemplate: writeByRest,
  createPod: writeByRest,
  podsOfDeploy: readByRest,
  podSettings: readByRest,
  // GraphQL takes no account of a network volume that the pod has: a volume beside it, or another place of it, is sent.
  editPod: { ...writeByRest, isBound: true },
  terminatePod: writeByRest,
  restartPod: writeByRest,
  lockPod: writeByRest,
  renamePod: writeByRest,
  gpuTypes: readByRest,
  createNetworkVolume: writeByRest,
  changeNetworkVolume: writeByRest,
  deleteNetworkVolume: writeByRest,
  createRegistryCredential: writeByRest,
  deleteRegistryCredential: writeByRest,
  sshKeys: readByRest,
  replaceSshKeys: writeByRest,
  secrets: readByRest,
  createSecret: writeByRest,
  deleteSecret: writeByRest,
  billing: readByRest,
};
