/** What deploys ask of RunPod, by its REST v2. */
import type { CloudResult } from '../cloud.ts';
import type { DeployCloud } from '../deploy-cloud.ts';
import { createPod } from './create-pod.ts';
import { dataCentres } from './data-centres.ts';
import { editPod } from './edit-pod.ts';
import { gpuOffers } from './gpu-offers.ts';
import type { KnownNames } from './known-names.ts';
import { askAll } from './list.ts';
import { networkVolumes } from './network-volumes.ts';
import { podSettings } from './pod-settings.ts';
import { podsOfDeploys } from './pods-of-deploys.ts';
import { registryCredentials } from './registries.ts';
import { secrets } from './secrets.ts';
import { deleteTemplate, saveTemplate, templates } from './templates.ts';
import { terminatePod } from './terminate-pod.ts';
import type { Wire } from './wire.ts';

export function createDeployCloud(wire: Wire, known: KnownNames): DeployCloud {
  return {
    async gpuOffers(request, signal) {
      return learnt(await gpuOffers(wire, request, signal), known.learnGpus);
    },
    dataCentres: (signal) => askAll(wire, { list: dataCentres, input: null, signal }),
    async networkVolumes(signal) {
      const volumes = await askAll(wire, { list: networkVolumes, input: null, signal });
      return learnt(volumes, known.learnVolumes);
    },
    async secretNames(signal) {
      const listed = await askAll(wire, { list: secrets, input: null, signal });
      return listed.ok ? { ok: true, value: listed.value.map(({ name }) => name) } : listed;
    },
    registryCredentials: (signal) => askAll(wire, { list: registryCredentials, input: null, signal }),
    templates: (signal) => askAll(wire, { list: templates, input: null, signal }),
    saveTemplate: (template, signal) => wire.ask(saveTemplate, template, signal),
    deleteTemplate: (name, signal) => deleteTemplate(wire, name, signal),
    createPod: (request, signal) => createPod(wire, request, signal),
    async podsOfDeploy(deployId, signal) {
      const found = await askAll(wire, { list: podsOfDeploys, input: null, signal });
      if (!found.ok) return found;
      const pods = found.value.filter((each) => each.deployId === deployId);
      return { ok: true, value: pods.map(({ pod }) => pod) };
    },
    podSettings: (podId, signal) => wire.ask(podSettings, { podId }, signal),
    editPod: (request, signal) => editPod(wire, request, signal),
    terminatePod: (podId, signal) => terminatePod(wire, podId, signal),
  };
}

function learnt<Value>(result: CloudResult<Value>, learn: (value: Value) => void): CloudResult<Value> {
  if (result.ok) learn(result.value);
  return result;
}
