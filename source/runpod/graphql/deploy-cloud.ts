/** What deploys ask of RunPod, by its GraphQL API. */
import type { DeployCloud } from '../deploy-cloud.ts';
import { createOnDemand } from './create-on-demand.ts';
import { createSpot } from './create-spot.ts';
import { dataCentres } from './data-centres.ts';
import { deleteTemplate } from './delete-template.ts';
import { editPod } from './edit-pod.ts';
import { gpuOffers } from './gpu-offers.ts';
import { networkVolumes } from './network-volumes.ts';
import { podSettings } from './pod-settings.ts';
import { podsOfDeploys } from './pods-of-deploys.ts';
import { registryCredentials } from './registry-credentials.ts';
import { saveTemplate } from './save-template.ts';
import { secretNames } from './secret-names.ts';
import { templates } from './templates.ts';
import { terminatePod } from './terminate-pod.ts';
import type { Wire } from './wire.ts';

export function createDeployCloud(wire: Wire): DeployCloud {
  return {
    gpuOffers: (request, signal) => wire.ask(gpuOffers, request, signal),
    dataCentres: (signal) => wire.ask(dataCentres, {}, signal),
    networkVolumes: (signal) => wire.ask(networkVolumes, {}, signal),
    secretNames: (signal) => wire.ask(secretNames, {}, signal),
    registryCredentials: (signal) => wire.ask(registryCredentials, {}, signal),
    templates: (signal) => wire.ask(templates, {}, signal),
    saveTemplate: (template, signal) => wire.ask(saveTemplate, template, signal),
    deleteTemplate: (templateName, signal) => wire.ask(deleteTemplate, { templateName }, signal),
    createPod(request, signal) {
      const { bidPerGpuDollars } = request;
      if (bidPerGpuDollars === null) return wire.ask(createOnDemand, request, signal);
      return wire.ask(createSpot, { ...request, bidPerGpuDollars }, signal);
    },
    async podsOfDeploy(deployId, signal) {
      const found = await wire.ask(podsOfDeploys, {}, signal);
      if (!found.ok) return found;
      const pods = found.value.filter((pod) => pod.deployId === deployId);
      return {
        ok: true,
        value: pods.map(({ podId, gpuTypeId, costPerHourDollars }) => ({
          podId,
          gpuTypeId,
          costPerHourDollars,
        })),
      };
    },
    podSettings: (podId, signal) => wire.ask(podSettings, { podId }, signal),
    editPod: (request, signal) => editPod(wire, request, signal),
    terminatePod: (podId, signal) => terminatePod(wire, podId, signal),
  };
}
