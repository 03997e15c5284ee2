/** A cloud whose code is loaded with the first question: the console paints before, and a command may need none. */
import type { Cloud } from '../runpod/cloud.ts';
import type { DeployCloud } from '../runpod/deploy-cloud.ts';

type WholeCloud = Cloud & DeployCloud;

export function lateCloud(load: () => Promise<WholeCloud>): WholeCloud {
  let loading: Promise<WholeCloud> | null = null;
  const cloud = (): Promise<WholeCloud> => {
    loading ??= load();
    return loading;
  };
  return {
    listPods: async (signal) => await (await cloud()).listPods(signal),
    getPod: async (podId, signal) => await (await cloud()).getPod(podId, signal),
    startPod: async (options, signal) => await (await cloud()).startPod(options, signal),
    stopPod: async (podId, signal) => await (await cloud()).stopPod(podId, signal),
    account: async (signal) => await (await cloud()).account(signal),
    gpuOffers: async (request, signal) => await (await cloud()).gpuOffers(request, signal),
    dataCentres: async (signal) => await (await cloud()).dataCentres(signal),
    networkVolumes: async (signal) => await (await cloud()).networkVolumes(signal),
    secretNames: async (signal) => await (await cloud()).secretNames(signal),
    registryCredentials: async (signal) => await (await cloud()).registryCredentials(signal),
    templates: async (signal) => await (await cloud()).templates(signal),
    saveTemplate: async (template, signal) => await (await cloud()).saveTemplate(template, signal),
    deleteTemplate: async (name, signal) => await (await cloud()).deleteTemplate(name, signal),
    createPod: async (request, signal) => await (await cloud()).createPod(request, signal),
    podsOfDeploy: async (deployId, signal) => await (await cloud()).podsOfDeploy(deployId, signal),
    podSettings: async (podId, signal) => await (await cloud()).podSettings(podId, signal),
    editPod: async (request, signal) => await (await cloud()).editPod(request, signal),
    terminatePod: async (podId, signal) => await (await cloud()).terminatePod(podId, signal),
  };
}
