/** A pod as the API shows it. What costs something to find out is a function, called only for a query that asks for it. */
import type { PodPlan } from '../cast/index.ts';
import { letters, mix } from '../chance.ts';
import { podApiKeyOf } from '../machine/facts.ts';
import { gpuModels } from '../machine/gpu-models.ts';
import { type CloudPod, isContainer } from '../pod/cloud-pod.ts';
import type { Catalogue } from './catalogue.ts';
import { type RuntimeView, runtimeOf, telemetryOf } from './pod-runtime.ts';
import { costPerHour } from './prices.ts';
import type { NetworkVolume, Volumes } from './volumes.ts';

export type PodView = RuntimeView & {
  readonly catalogue: Catalogue;
  readonly volumes: Volumes;
  /** What was agreed on, in dollars per card and hour; null: the usual price. */
  rateOf(podId: string): number | null;
};

const hexadecimal = '0123456789abcdef';
const alphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function podFields(pod: CloudPod, view: PodView): unknown {
  const { plan } = pod;
  const { hardware, seed } = plan;
  const life = pod.life();
  const cost = costPerHour(pod, view.rateOf(plan.id));
  const settings = pod.settings();
  return {
    id: plan.id,
    name: pod.tags.name,
    desiredStatus: life.desiredStatus,
    lastStatusChange: life.statusChange,
    lastStartedAt: new Date(life.run?.askedAtMs ?? pod.createdAtMs).toISOString(),
    createdAt: new Date(pod.createdAtMs).toISOString(),
    podType: hardware.rental === 'spot' ? 'INTERRUPTABLE' : 'RESERVED',
    locked: pod.tags.locked,
    imageName: settings.image,
    dockerArgs: settings.dockerArgs,
    env: environmentShown(pod),
    ports: settings.ports,
    gpuCount: life.run?.gpuCount ?? hardware.gpuCount,
    gpuPowerLimitPercent: 100,
    gpus: () => gpuUuids(pod).map((id) => ({ id, podId: plan.id })),
    vcpuCount: hardware.vcpuCount,
    memoryInGb: hardware.memoryGigabytes,
    containerDiskInGb: settings.containerDiskGigabytes,
    volumeInGb: settings.volumeGigabytes,
    volumeMountPath: settings.volumeMountPath,
    volumeEncrypted: false,
    networkVolumeId: plan.networkVolumeId,
    networkVolume: () => volumeShown(pod, view),
    costPerHr: cost,
    adjustedCostPerHr: cost,
    costMultiplier: 1,
    lowestBidPriceToResume:
      hardware.rental === 'spot' ? view.catalogue.lowestBid(gpuModels[hardware.gpu].typeId) : null,
    savingsPlans: [],
    machineId: letters(mix(seed, 31), { length: 12, alphabet: alphanumeric }),
    machine: () => machineFields(pod, view),
    runtime: () => runtimeOf(pod, view),
    latestTelemetry: () => telemetryOf(pod, view),
    // The API has it on the pod as well, and there it is never anything else.
    uptimeSeconds: 0,
    version: life.run?.number ?? 1,
    templateId: plan.templateId,
    containerRegistryAuthId: settings.registryAuthId,
    testPod: false,
  };
}

function gpuUuids(pod: CloudPod): readonly string[] {
  return isContainer(pod) ? [] : (pod.machine()?.facts.gpuUuids ?? []);
}

/** KEY=value strings; the key in them is as made up as the pod. */
export function environmentShown(pod: CloudPod): string[] {
  const variables = { ...pod.settings().environment, RUNPOD_API_KEY: podApiKeyOf(pod.plan) };
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}

function volumeShown({ plan }: CloudPod, view: PodView): unknown {
  const volume = plan.networkVolumeId === null ? null : view.volumes.find(plan.networkVolumeId);
  return volume === null ? null : volumeFields(volume, view.catalogue);
}

export function volumeFields(volume: NetworkVolume, catalogue: Catalogue): unknown {
  return { ...volume, dataCenter: () => catalogue.dataCenter(volume.dataCenterId) };
}

/** The user name by which RunPod's SSH proxy finds the pod. */
export function podHostIdOf({ id, seed }: PodPlan): string {
  return `${id}-${letters(mix(seed, 33), { length: 8, alphabet: hexadecimal })}`;
}

function machineFields({ plan }: CloudPod, view: PodView): unknown {
  const { hardware, seed } = plan;
  const model = gpuModels[hardware.gpu];
  return {
    id: letters(mix(seed, 31), { length: 12, alphabet: alphanumeric }),
    podHostId: podHostIdOf(plan),
    dataCenterId: hardware.dataCenterId,
    location: hardware.dataCenterId.split('-')[0] ?? null,
    gpuTypeId: model.typeId,
    gpuDisplayName: model.displayName,
    gpuType: () => view.catalogue.gpuType(model.typeId),
    gpuAvailable: 0,
    costPerHr: model.dollarsPerHour[hardware.cloud],
    currentPricePerGpu: model.dollarsPerHour[hardware.cloud],
    secureCloud: hardware.cloud === 'secure',
    supportPublicIp: true,
    listed: true,
    cpuCount: hardware.vcpuCount,
    maxDownloadSpeedMbps: 2800,
    maxUploadSpeedMbps: 1900,
    minPodGpuCount: 1,
  };
}
