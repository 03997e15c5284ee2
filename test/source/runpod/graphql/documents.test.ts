import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { changeNetworkVolume } from '../../../../source/runpod/graphql/change-network-volume.ts';
import { createNetworkVolume } from '../../../../source/runpod/graphql/create-network-volume.ts';
import { createOnDemand } from '../../../../source/runpod/graphql/create-on-demand.ts';
import { createRegistryCredential } from '../../../../source/runpod/graphql/create-registry-credential.ts';
import { createSecretOperation } from '../../../../source/runpod/graphql/create-secret.ts';
import { createSpot } from '../../../../source/runpod/graphql/create-spot.ts';
import { dataCentres } from '../../../../source/runpod/graphql/data-centres.ts';
import { deleteNetworkVolume } from '../../../../source/runpod/graphql/delete-network-volume.ts';
import { deleteRegistryCredential } from '../../../../source/runpod/graphql/delete-registry-credential.ts';
import { deleteSecret } from '../../../../source/runpod/graphql/delete-secret.ts';
import { deleteTemplate } from '../../../../source/runpod/graphql/delete-template.ts';
import { editOperation as editPod } from '../../../../source/runpod/graphql/edit-pod.ts';
import { getPod } from '../../../../source/runpod/graphql/get-pod.ts';
import { gpuOffers } from '../../../../source/runpod/graphql/gpu-offers.ts';
import { gpuStockByPlace } from '../../../../source/runpod/graphql/gpu-stock-by-place.ts';
import { gpuTypesOperation } from '../../../../source/runpod/graphql/gpu-types.ts';
import { listPods } from '../../../../source/runpod/graphql/list-pods.ts';
import { networkVolumes } from '../../../../source/runpod/graphql/network-volumes.ts';
import { podSettings } from '../../../../source/runpod/graphql/pod-settings.ts';
import { podsOfDeploys } from '../../../../source/runpod/graphql/pods-of-deploys.ts';
import { readAccount } from '../../../../source/runpod/graphql/read-account.ts';
import { readLease } from '../../../../source/runpod/graphql/read-lease.ts';
import { registryCredentials } from '../../../../source/runpod/graphql/registry-credentials.ts';
import { replaceSshKeys } from '../../../../source/runpod/graphql/replace-ssh-keys.ts';
import { saveTemplate } from '../../../../source/runpod/graphql/save-template.ts';
import { secretNames } from '../../../../source/runpod/graphql/secret-names.ts';
import { secrets } from '../../../../source/runpod/graphql/secrets.ts';
import { sshKeys } from '../../../../source/runpod/graphql/ssh-keys.ts';
import { startOnDemand } from '../../../../source/runpod/graphql/start-on-demand.ts';
import { startSpot } from '../../../../source/runpod/graphql/start-spot.ts';
import { stopPod } from '../../../../source/runpod/graphql/stop-pod.ts';
import { templates } from '../../../../source/runpod/graphql/templates.ts';
import { terminatePodOperation } from '../../../../source/runpod/graphql/terminate-pod.ts';

const operations = {
  listPods,
  getPod,
  readLease,
  startOnDemand,
  startSpot,
  stopPod,
  readAccount,
  gpuOffers,
  dataCentres,
  networkVolumes,
  secretNames,
  registryCredentials,
  templates,
  saveTemplate,
  deleteTemplate,
  createOnDemand,
  createSpot,
  podsOfDeploys,
  podSettings,
  editPod,
  terminatePodOperation,
  changeNetworkVolume,
  createNetworkVolume,
  createRegistryCredential,
  createSecretOperation,
  deleteNetworkVolume,
  deleteRegistryCredential,
  deleteSecret,
  gpuStockByPlace,
  gpuTypesOperation,
  replaceSshKeys,
  secrets,
  sshKeys,
};

/** Those that cannot do without variables: to find a pod by its deploy, and to change some and keep the rest. */
const readVariables: ReadonlySet<string> = new Set(['templates', 'podsOfDeploys', 'podSettings']);

/** RunPod's schema as far as it is public; it lies beside the project, not in it. */
const schemaPath = new URL('../../../../../shared/runpod/schema.graphql', import.meta.url);
const schemaText = readIfPresent(schemaPath);

describe.skipIf(schemaText === null)(
  'by ../shared/runpod/schema.graphql (skipped where it is not there)',
  () => {
    test.each(Object.entries(operations))('%s fits the public schema', (_, operation) => {
      const errors = validate(buildSchema(schemaText ?? ''), parse(operation.document));
      expect(errors.map(({ message }) => message)).toEqual([]);
    });
  },
);

test.each(Object.entries(operations))('%s asks for one root field, never for secrets', (name, operation) => {
  const [definition, ...more] = parse(operation.document).definitions;
  expect(more).toEqual([]);
  if (definition?.kind !== 'OperationDefinition') throw new Error('No operation.');
  expect(definition.operation).toBe(operation.kind === 'read' ? 'query' : 'mutation');
  const roots = definition.selectionSet.selections.map((field) => field.kind === 'Field' && field.name.value);
  expect(roots).toEqual([operation.root]);
  expect(operation.document).not.toMatch(/\b(apiKey|registry|registryAuth|jupyter\w*)\b/i);
  expect(/\bpubKey\b/.test(operation.document)).toBe(name === 'sshKeys');
  expect(/\benv\b/.test(operation.document)).toBe(readVariables.has(name));
});

function readIfPresent(path: URL): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
