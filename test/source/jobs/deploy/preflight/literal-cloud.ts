/** RunPod's answers as preflight asks for them, as plain data. What it does not ask for throws. */
import type { PodSettings } from '../../../../../source/fleet/pod-settings.ts';
import type { Cloud, CloudFailure, CloudFailureCode } from '../../../../../source/runpod/cloud.ts';
import type { DeployCloud, GpuOffer } from '../../../../../source/runpod/deploy-cloud.ts';
import { literalPod } from '../../literal-pod.ts';

export type PreflightCloud = Cloud & DeployCloud;

export function failureOf(code: CloudFailureCode, message = `It was ${code}.`): CloudFailure {
  return { ok: false, code, message, hint: `Mind the ${code}.`, retryAfterMs: null };
}

export function offerOf(changes: Partial<GpuOffer> = {}): GpuOffer {
  return {
    typeId: 'NVIDIA A40',
    displayName: 'A40',
    memoryGigabytes: 48,
    stock: 'high',
    dollarsPerGpuHour: 0.4,
    lowestBidDollars: 0.2,
    maxGpuCount: 8,
    ...changes,
  };
}

export const account = {
  id: 'u1',
  email: 'ann@example.org',
  balanceDollars: 100,
  spendPerHourDollars: 1,
  spendLimitPerHourDollars: 80,
} as const;

export function settingsOf(changes: Partial<PodSettings> = {}): PodSettings {
  return {
    podId: 'pod1',
    name: 'app',
    image: 'registry.example/acme/app:1',
    ports: '80/http,22/tcp',
    containerDiskGigabytes: 20,
    volumeGigabytes: null,
    volumeMountPath: null,
    startCommand: null,
    environment: {},
    gpuTypeId: 'NVIDIA A40',
    gpuCount: 1,
    costPerHourDollars: 0.4,
    ...changes,
  };
}

/** An account with money, one pod "pod1", a secret "hf_token", a credential "hub" and two data centres. */
export function preflightCloud(changes: Partial<PreflightCloud> = {}): PreflightCloud {
  const unused = (): never => {
    throw new Error('Preflight changes nothing.');
  };
  const changing = {
    startPod: unused,
    stopPod: unused,
    saveTemplate: unused,
    deleteTemplate: unused,
    createPod: unused,
    editPod: unused,
    terminatePod: unused,
  };
  return {
    ...changing,
    listPods: async () => ({ ok: true, value: [literalPod()] }),
    getPod: async (podId) => (podId === 'pod1' ? { ok: true, value: literalPod() } : failureOf('not-found')),
    account: async () => ({ ok: true, value: account }),
    gpuOffers: async () => ({
      ok: true,
      value: [
        offerOf(),
        offerOf({ typeId: 'NVIDIA GeForce RTX 4090', displayName: 'RTX 4090', dollarsPerGpuHour: 0.7 }),
      ],
    }),
    dataCentres: async () => ({
      ok: true,
      value: [
        { id: 'EU-RO-1', name: 'EU-RO-1', location: 'Romania' },
        { id: 'US-KS-2', name: 'US-KS-2', location: 'Kansas' },
      ],
    }),
    networkVolumes: async () => ({
      ok: true,
      value: [{ id: 'vol123', name: 'weights', dataCentreId: 'EU-RO-1' }],
    }),
    secretNames: async () => ({ ok: true, value: ['hf_token'] }),
    registryCredentials: async () => ({ ok: true, value: [{ id: 'c1', name: 'hub' }] }),
    templates: async () => ({ ok: true, value: [] }),
    podsOfDeploy: async () => ({ ok: true, value: [] }),
    podSettings: async (podId) =>
      podId === 'pod1' ? { ok: true, value: settingsOf() } : failureOf('not-found', `No pod ${podId}.`),
    ...changes,
  };
}
