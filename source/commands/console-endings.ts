/** How the console deletes what an account holds, one by one, after the operator has typed its name. */
import type { EndableKind } from '../life/resource-losses.ts';
import type { CloudResult } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import { identityOf, writeKeys } from './write-keys.ts';

/** Of a key the id is its fingerprint. */
export type EndableRow = { readonly id: string; readonly name: string };

export type ResourceEndings = {
  readonly [Kind in EndableKind]?: (row: EndableRow, signal: AbortSignal) => Promise<CloudResult<null>>;
};

/** "network volume" */
export const endableWords: Readonly<Record<EndableKind, string>> = {
  templates: 'template',
  volumes: 'network volume',
  registries: 'registry credential',
  keys: 'SSH key',
  secrets: 'secret',
};

export function resourceEndings(cloud: WholeCloud | null): ResourceEndings {
  if (cloud === null) return {};
  return {
    templates: ({ name }, signal) => cloud.deleteTemplate(name, signal),
    volumes: ({ id }, signal) => cloud.deleteNetworkVolume(id, signal),
    registries: ({ id }, signal) => cloud.deleteRegistryCredential(id, signal),
    secrets: ({ id }, signal) => cloud.deleteSecret(id, signal),
    keys: ({ id }, signal) => removeKey(cloud, id, signal),
  };
}

/** RunPod replaces the whole list, so it is read just before. One that has gone already is what was wanted. */
async function removeKey(
  cloud: WholeCloud,
  fingerprint: string,
  signal: AbortSignal,
): Promise<CloudResult<null>> {
  const before = await cloud.sshKeys(signal);
  if (!before.ok) return before;
  const left = before.value.filter((key) => identityOf(key) !== fingerprint);
  return left.length === before.value.length ? { ok: true, value: null } : writeKeys(cloud, left, signal);
}
