/** A pod as the API shows it. What costs something to find out is a function, called only for a query that asks for it. */
import { letters, mix } from '../chance.ts';
import { podApiKeyOf } from '../machine/facts.ts';
import { gpuModels } from '../machine/gpu-models.ts';
import { type CloudPod, isContainer } from '../pod/cloud-pod.ts';
import type { Catalogue } from './catalogue.ts';
import { jupyterPort, type RuntimeView, runtimeOf, telemetryOf } from './pod-runtime.ts';
import { costPerHour } from './prices.ts';

export type PodView = RuntimeView & { readonly catalogue: Catalogue; bidOf(podId: string): number | null };

const hexadecimal = '0123456789abcdef';
const alphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function podFields(pod: CloudPod, view: PodView): unknown {
  const { plan } = pod;
  const { hardware, seed } = plan;
  const life = pod.life();
  const cost = costPerHour(pod, view.bidOf(plan.id));
  const isNetwork = hardware.volume === 'network';
  return {
    id: plan.id,
    name: plan.name,
    desiredStatus: life.desiredStatus,
    lastStatusChange: life.statusChange,
    lastStartedAt: new Date(life.run?.askedAtMs ?? pod.createdAtMs).toISOString(),
    createdAt: new Date(pod.createdAtMs).toISOString(),
    podType: hardware.rental === 'spot' ? 'INTERRUPTABLE' : 'RESERVED',
    locked: false,
    imageName: hardware.image,
    dockerArgs: '',
    env: environmentShown(pod),
    ports: `${isContainer(pod) ? pod.container.innerHttpPort : jupyterPort}/http,22/tcp`,
    gpuCount: life.run?.gpuCount ?? hardware.gpuCount,
    gpuPowerLimitPercent: 100,
    gpus: () => gpuUuids(pod).map((id) => ({ id, podId: plan.id })),
    vcpuCount: hardware.vcpuCount,
    memoryInGb: hardware.memoryGigabytes,
    containerDiskInGb: hardware.containerDiskGigabytes,
    volumeInGb: isNetwork ? 0 : hardware.volumeGigabytes,
    volumeMountPath: '/workspace',
    volumeEncrypted: false,
    networkVolumeId: isNetwork ? volumeId(pod) : null,
    networkVolume: isNetwork ? networkVolume(pod) : null,
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
    templateId: 'runpod-torch-v280',
    testPod: false,
  };
}

function gpuUuids(pod: CloudPod): readonly string[] {
  return isContainer(pod) ? [] : (pod.machine()?.facts.gpuUuids ?? []);
}

/** KEY=value strings; the key in them is as made up as the pod. */
function environmentShown(pod: CloudPod): string[] {
  const { plan } = pod;
  if (isContainer(pod)) return [`RUNPOD_API_KEY=${podApiKeyOf(plan)}`];
  return [
    `JUPYTER_PASSWORD=${letters(mix(plan.seed, 32), { length: 20, alphabet: alphanumeric })}`,
    `RUNPOD_API_KEY=${podApiKeyOf(plan)}`,
    'POD_AGENT_APP_PORT=8000',
  ];
}

function machineFields({ plan }: CloudPod, view: PodView): unknown {
  const { hardware, seed } = plan;
  const model = gpuModels[hardware.gpu];
  return {
    id: letters(mix(seed, 31), { length: 12, alphabet: alphanumeric }),
    podHostId: `${plan.id}-${letters(mix(seed, 33), { length: 8, alphabet: hexadecimal })}`,
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

function volumeId({ plan }: CloudPod): string {
  return `vol${plan.id.slice(0, 7)}`;
}

export function networkVolume(pod: CloudPod): unknown {
  const { hardware, name } = pod.plan;
  return {
    id: volumeId(pod),
    name: `${name}-data`,
    size: hardware.volumeGigabytes,
    dataCenterId: hardware.dataCenterId,
  };
}
